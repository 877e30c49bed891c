using Markdig.Syntax;

namespace TcpResets.Guides;

/// <summary>One guide as written: the parsed text and what pages say about it.</summary>
/// <param name="Name">The file's name without extension, which is the alert's name.</param>
/// <param name="Title">The text of its first heading.</param>
/// <param name="Summary">The plain text of its first paragraph: whether the alert is serious.</param>
/// <param name="Headings">Every heading below the title, in order.</param>
/// <param name="Document">The whole text, the title included.</param>
internal sealed record Guide(
    string Name, string Title, string Summary, IReadOnlyList<GuideHeading> Headings, MarkdownDocument Document);
