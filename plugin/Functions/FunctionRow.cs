using TcpResets.Resets;

namespace TcpResets.Functions;

/// <summary>A row of the answer.</summary>
/// <param name="Number">What it is told from the others by, for as long as the table has it.</param>
/// <param name="Flow">What is known.</param>
/// <param name="Source">Knows the names of reasons.</param>
internal readonly record struct FunctionRow(int Number, Flow Flow, ResetSource Source);
