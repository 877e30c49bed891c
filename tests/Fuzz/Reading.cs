namespace TcpResets.Tests.Fuzz;

/// <summary>Reads bytes that could be anybody's, and throws <see cref="Harm"/>, or anything else, where they do harm.</summary>
internal delegate void Reading(ReadOnlySpan<byte> input);
