namespace TcpResets.Settings;

/// <summary>
/// A configuration file as Netdata writes them: <c>[section]</c>, <c>key = value</c>, comments that begin with #. Read line by line:
/// each line's number is kept, so that a message can point at it.
/// </summary>
internal static class IniFile
{
    private const char ByteOrderMark = '\ufeff'; // which some editors write

    /// <summary>One entry a line that is neither blank nor a comment. A line that is no <c>key = value</c> has an empty key.</summary>
    public static IEnumerable<IniEntry> Parse(string text)
    {
        string section = "";
        int number = 0;
        foreach (string rawLine in text.TrimStart(ByteOrderMark).Split('\n'))
        {
            number++;
            string line = rawLine.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            yield return equals <= 0
                ? new IniEntry(number, section, "", line)
                : new IniEntry(number, section, line[..equals].Trim(), line[(equals + 1)..].Trim());
        }
    }
}
