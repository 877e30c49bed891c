namespace TcpResets.Settings;

/// <summary>
/// A line, from 1, of an <see cref="IniFile"/>. Before the first section that is empty; in a line that is no <c>key = value</c> the key is
/// empty, and the value the whole line.
/// </summary>
internal sealed record IniEntry(int Line, string Section, string Key, string Value);
