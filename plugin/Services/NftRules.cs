namespace TcpResets.Services;

/// <summary>Rules of <c>nft list ruleset</c> that reject.</summary>
internal static class NftRules
{
    private const int Most = 100;

    /// <summary>Those of the network namespace of this thread.</summary>
    public static List<string> Read() => Parse(SystemProgram.Run("nft", "--stateless", "list", "ruleset"));

    /// <summary>Each as in <c>table inet filter, chain input: tcp dport 80 reject with tcp reset</c>.</summary>
    public static List<string> Parse(string ruleset)
    {
        List<string> rules = [];
        string table = "", chain = "";
        foreach (string each in ruleset.Split('\n'))
        {
            string line = each.Trim();
            if (line.StartsWith("table ", StringComparison.Ordinal))
            {
                table = line.TrimEnd(' ', '{');
            }
            else if (line.StartsWith("chain ", StringComparison.Ordinal))
            {
                chain = line.TrimEnd(' ', '{');
            }
            else if (rules.Count < Most && (line.Contains("reject with tcp reset", StringComparison.Ordinal)
                || (line.EndsWith("reject", StringComparison.Ordinal) && line.Contains("tcp", StringComparison.Ordinal))))
            {
                rules.Add($"{table}, {chain}: {line}");
            }
        }

        return rules;
    }
}
