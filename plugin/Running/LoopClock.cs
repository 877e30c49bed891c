using TcpResets.Linux;

namespace TcpResets.Running;

/// <summary><see cref="ClockGetTime"/> and <see cref="Poll"/>, or a test's, which lets a day pass at once.</summary>
internal class LoopClock
{
    public virtual long Realtime => ClockGetTime.Realtime();
    public virtual long Boottime => ClockGetTime.Boottime();
    public virtual PollResult Wait(int descriptor, long microseconds, out int errno) => Poll.Readable(descriptor, microseconds, out errno);
    public virtual bool IsAbandoned(int descriptor, long microseconds) => Poll.IsAbandoned(descriptor, microseconds);
}
