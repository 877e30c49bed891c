namespace TcpResets.Tests.Health;

/// <summary>An alarm was raised, or has cleared.</summary>
/// <param name="Second">When, in seconds of the series.</param>
/// <param name="Raised">Which of the two.</param>
internal readonly record struct Transition(int Second, bool Raised);
