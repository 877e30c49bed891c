namespace TcpResets.Netdata;

/// <summary>
/// The words of a line, one after the other: they end at a blank, or at the quote that they begin with, as in
/// <c>quoted_strings_splitter()</c> of the agent. A backslash is a character like any other: the agent writes none before a quote.
/// </summary>
internal ref struct AgentWords(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;

    /// <summary>The next word; empty at the end, too.</summary>
    public ReadOnlySpan<byte> Next()
    {
        rest = rest.TrimStart(" \t\r\v\f"u8);
        if (rest.IsEmpty)
        {
            return [];
        }

        bool isQuoted = rest[0] is (byte)'"' or (byte)'\'';
        int end = isQuoted ? rest[1..].IndexOf(rest[0]) : rest.IndexOfAny(" \t\r\v\f"u8);
        ReadOnlySpan<byte> word = rest[(isQuoted ? 1 : 0)..];
        word = end < 0 ? word : word[..end];
        rest = end < 0 ? [] : rest[(isQuoted ? end + 2 : end)..];
        return word;
    }
}
