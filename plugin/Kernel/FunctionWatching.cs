namespace TcpResets.Kernel;

/// <summary>Whether programs can be attached to the kernel's functions (fentry, fexit).</summary>
internal enum FunctionWatching
{
    /// <summary>This kernel or this architecture does not allow it.</summary>
    Impossible,

    /// <summary><c>kernel.ftrace_enabled</c> is 0: Linux 6.1 then attaches programs, and never calls them.</summary>
    SwitchedOff,

    /// <summary>It has been tried.</summary>
    Possible,
}
