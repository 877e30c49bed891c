namespace TcpResets.Kernel;

/// <summary>A function of the kernel that a program can be attached to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">How many arguments the program takes it to have; null if that does not matter.</param>
/// <param name="Module">The module that it can be in, if it is not in the kernel itself.</param>
internal sealed record KernelFunction(string Name, int? Arguments = null, string Module = "");
