namespace TcpResets.Guides;

/// <summary>How words look on a terminal; every style must read well without it too.</summary>
internal enum Style
{
    /// <summary>As the terminal writes.</summary>
    Plain,

    /// <summary>Bold: headings and what an author stresses.</summary>
    Strong,

    /// <summary>Underlined: emphasis.</summary>
    Emphasis,

    /// <summary>Cyan: code among words, which keeps its backticks.</summary>
    Code,

    /// <summary>Green: a command to run.</summary>
    Command,
}
