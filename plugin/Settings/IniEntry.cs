namespace TcpResets.Settings;

/// <summary>One setting of an <see cref="IniFile"/>.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Section">The section it stands in; empty before the first.</param>
/// <param name="Key">The key; empty if the line is no <c>key = value</c>.</param>
/// <param name="Value">The value; the whole line if there is no key.</param>
internal sealed record IniEntry(int Line, string Section, string Key, string Value);
