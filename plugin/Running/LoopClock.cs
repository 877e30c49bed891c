using TcpResets.Linux;

namespace TcpResets.Running;

/// <summary>The time, and the wait for it: Linux's, or a test's, which lets a day pass at once.</summary>
internal class LoopClock
{
    /// <summary>Microseconds since 1970 of the wall clock. It jumps when somebody sets it.</summary>
    public virtual long Realtime => ClockGetTime.Realtime();

    /// <summary>Microseconds since boot, suspend included. It never goes back.</summary>
    public virtual long Boottime => ClockGetTime.Boottime();

    /// <summary>Waits until a descriptor can be read, or the time is over.</summary>
    /// <param name="descriptor">The descriptor; a negative one is never ready.</param>
    /// <param name="microseconds">How long to wait at most.</param>
    /// <param name="errno">Why it cannot wait, where the answer is <see cref="PollResult.Failed"/>.</param>
    public virtual PollResult Wait(int descriptor, long microseconds, out int errno) => Poll.Readable(descriptor, microseconds, out errno);
}
