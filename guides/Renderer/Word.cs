namespace TcpResets.Guides;

/// <summary>What is never broken over two lines.</summary>
/// <param name="Text">The characters, styles included.</param>
/// <param name="Width">The columns it takes.</param>
internal readonly record struct Word(string Text, int Width);
