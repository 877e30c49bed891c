namespace TcpResets.Commands;

/// <summary>
/// What the lines of a guide's text begin with, so that the command <c>guide</c> can fill them to any width: the build, which writes
/// them, compiles this file, too. A digit is a line to be filled, and how far in all but its first line stand.
/// </summary>
internal static class GuideMark
{
    /// <summary>A line to be left as it is: of a command, an output, a table.</summary>
    public const char AsItIs = '=';

    /// <summary>
    /// What follows is for pages of so many columns or more, <c>|72</c>, for narrower ones, <c>|-72</c>, or for all again, <c>|0</c>.
    /// </summary>
    public const char Columns = '|';

    /// <summary>A heading follows, <c>#2 id</c>: its level, and what links to it.</summary>
    public const char Heading = '#';

    /// <summary>A dimension and the headings it leads to: <c>@refused id id</c>.</summary>
    public const char Dimension = '@';

    /// <summary>A blank at which no line is broken.</summary>
    public const char FirmBlank = '\u00a0';
}
