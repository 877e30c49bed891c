using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>ppoll(2) on one descriptor.</summary>
internal static unsafe partial class Poll
{
    private const short PollIn = 1;
    private const short PollOut = 4;

    /// <summary>Waits until a descriptor can be read, or is closed, or the time is over; a negative descriptor is never ready.</summary>
    /// <returns>What ended the wait; a signal counts as <see cref="PollResult.TimedOut"/> only if the time is over, too.</returns>
    public static PollResult Readable(int descriptor, long microseconds, out int errno)
    {
        PollDescriptor poll = new() { Descriptor = descriptor, Events = PollIn };
        Timespec timeout = new(Math.Max(0, microseconds));
        int ready = ppoll(&poll, 1, &timeout, null);
        errno = ready < 0 ? Marshal.GetLastPInvokeError() : 0;
        return ready switch
        {
            0 => PollResult.TimedOut,
            > 0 when (poll.ReturnedEvents & PollDescriptor.Invalid) != 0 => PollResult.Invalid,
            > 0 => PollResult.Readable,
            _ when errno == Errno.Interrupted => PollResult.Interrupted,
            _ => PollResult.Failed,
        };
    }

    /// <summary>Waits, as long as it takes, until a descriptor that does not block can be written again.</summary>
    /// <returns>True if it is worth trying again, after a signal included; false if the wait is impossible.</returns>
    public static bool Writable(int descriptor)
    {
        PollDescriptor poll = new() { Descriptor = descriptor, Events = PollOut };
        return ppoll(&poll, 1, null, null) > 0 || Marshal.GetLastPInvokeError() == Errno.Interrupted;
    }

    /// <summary>Waits until a connection is made or refused, or the time is over, or a signal comes.</summary>
    public static void Connected(int descriptor, long microseconds)
    {
        PollDescriptor poll = new() { Descriptor = descriptor, Events = PollOut };
        Timespec timeout = new(Math.Max(0, microseconds));
        _ = ppoll(&poll, 1, &timeout, null);
    }

    /// <summary>Waits until whoever reads a descriptor is gone, or the time is over, or a signal comes.</summary>
    /// <returns>True if nobody will read what is written to it: a pipe or a socket that was closed, a terminal that has hung up.</returns>
    public static bool IsAbandoned(int descriptor, long microseconds)
    {
        PollDescriptor poll = new() { Descriptor = descriptor }; // errors are told unasked
        Timespec timeout = new(Math.Max(0, microseconds));
        return ppoll(&poll, 1, &timeout, null) > 0;
    }

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int ppoll(PollDescriptor* descriptors, nuint count, Timespec* timeout, void* signals);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public const short Invalid = 0x20;

        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }
}
