namespace TcpResets.Guides;

/// <summary>A heading that can be linked to.</summary>
/// <param name="Level">2 for a section, 3 for a part of one.</param>
/// <param name="Id">The anchor, as GitHub makes it.</param>
/// <param name="Text">The plain text.</param>
internal sealed record GuideHeading(int Level, string Id, string Text);
