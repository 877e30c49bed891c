using System.Globalization;
using System.Text;

namespace TcpResets.Resets;

/// <summary>
/// A rule as it stands in the configuration, each part optional: <c>NAME = kinds refused closed_port, port 8080, peers 10.0.0.0/8</c>.
/// </summary>
internal static class ExcludeRuleText
{
    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 64;

    private const int LongestQuote = 80;
    private const string Kinds = "kinds";
    private const string Port = "port";
    private const string Peers = "peers";

    /// <summary>Writes one, as <see cref="TryParse"/> takes it; a name that a line cannot have is bent until it can.</summary>
    public static string Format(ExcludeRule rule)
    {
        List<string> parts = [];
        bool isForAllPeers = rule.Peers.Contains(AddressRange.All);
        if (rule.Kinds.Count < Kind.Count || (rule.ServicePort == 0 && isForAllPeers))
        {
            parts.Add($"{Kinds} {KindWords.Of(rule.Kinds)}");
        }

        if (rule.ServicePort != 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Port} {rule.ServicePort}"));
        }

        if (!isForAllPeers)
        {
            StringBuilder peers = new(Peers);
            foreach (AddressRange range in rule.Peers)
            {
                peers.Append(' ').Append(range.Text);
            }

            parts.Add(peers.ToString());
        }

        return $"{Name(rule.Name)} = {string.Join(", ", parts)}";
    }

    /// <summary>Reads what stands behind the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">The parts.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="problem">What is wrong with it; empty if nothing is.</param>
    public static bool TryParse(string name, string text, out ExcludeRule? rule, out string problem)
    {
        rule = null;
        uint kindBits = 0;
        List<AddressRange> peers = [];
        List<string> seen = [];
        ushort port = 0;
        problem = name.Length > LongestName ? $"a name has at most {LongestName} characters" : "";
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] words = part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            string key = words.Length == 0 ? "" : words[0].ToLowerInvariant();
            problem = problem.Length > 0 ? problem
                : seen.Contains(key) ? $"it has '{key}' twice"
                : key switch
                {
                    Kinds => ReadKinds(words, ref kindBits),
                    Port => ReadPort(words, out port),
                    Peers => ReadPeers(words, peers),
                    "" => text.Length == 0 ? "it needs kinds, a port or peers" : "there is nothing at one of its commas",
                    _ => $"{Quote(part)} begins with none of {Kinds}, {Port}, {Peers}",
                };
            seen.Add(key);
        }

        List<Kind> kinds = [];
        foreach (Kind kind in KindWords.All)
        {
            if (kindBits == 0 || (kindBits & (1u << kind.Number)) != 0)
            {
                kinds.Add(kind);
            }
        }

        if (problem.Length == 0 && kinds.Count == Kind.Count && port == 0 && peers.Count == 0)
        {
            problem = "it takes every reset there is";
        }

        if (problem.Length > 0)
        {
            return false;
        }

        rule = new(name, kinds, port, peers.Count > 0 ? peers : [AddressRange.All]);
        return true;
    }

    /// <summary>What an operator has written, as a message may repeat it.</summary>
    public static string Quote(string text) => text.Length <= LongestQuote ? $"'{text}'" : $"'{text[..LongestQuote]}...'";

    private static string ReadKinds(string[] words, ref uint kinds)
    {
        string? problem = words.Length > 1 ? null : $"'{Kinds}' names none";
        foreach (string word in words.AsSpan(1))
        {
            problem ??= KindWords.Read(word, ref kinds);
        }

        return problem ?? "";
    }

    private static string ReadPort(string[] words, out ushort port)
    {
        port = 0;
        return words.Length == 2 && ushort.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0
            ? ""
            : $"{Quote(string.Join(' ', words))} is not one port, 1 to {ushort.MaxValue}";
    }

    private static string ReadPeers(string[] words, List<AddressRange> peers)
    {
        foreach (string word in words.AsSpan(1))
        {
            if (!AddressRange.TryParse(word, out AddressRange range))
            {
                return $"{Quote(word)} is neither an address nor a range of them, as in 10.0.0.0/8 or fd00::/8";
            }

            if (!peers.Contains(range))
            {
                peers.Add(range);
            }
        }

        return words.Length > 1 ? "" : $"'{Peers}' names none";
    }

    // What would be a comment, a section or another line, and what would end the name.
    private static string Name(string name)
    {
        StringBuilder bent = new();
        foreach (char c in name.Trim())
        {
            bool isFirst = bent.Length == 0;
            bool isBad = c == '=' || char.IsControl(c) || c is '\u2028' or '\u2029' || (isFirst && c is '#' or ';' or '[' or '\ufeff');
            if (bent.Length < LongestName)
            {
                bent.Append(isBad ? '_' : c);
            }
        }

        return bent.Length == 0 ? "rule" : bent.ToString().TrimEnd();
    }
}
