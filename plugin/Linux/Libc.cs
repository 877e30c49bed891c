namespace TcpResets.Linux;

/// <summary>The name under which the C library is linked: directly, so that no loader runs at the start.</summary>
internal static class Libc
{
    /// <summary>As in <c>DirectPInvoke</c> of the project file.</summary>
    public const string Name = "libc";
}
