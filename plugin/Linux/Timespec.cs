using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>struct timespec of a 64-bit Linux: timespec(3type).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Timespec(long microseconds)
{
    public readonly long Seconds = microseconds / 1_000_000;

    /// <summary>0 to 999,999,999.</summary>
    public readonly long Nanoseconds = microseconds % 1_000_000 * 1000;
}
