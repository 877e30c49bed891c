namespace TcpResets.Kernel;

/// <summary>
/// A function that a program can be attached to, which takes it to have so many arguments, if that matters. It can be in a module, if it is
/// not in the kernel itself.
/// </summary>
internal sealed record KernelFunction(string Name, int? Arguments = null, string Module = "");
