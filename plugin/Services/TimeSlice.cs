using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>
/// How long the search for names may still take in this tick, whoever searches, so that none is late for it: of a processor, since on a
/// busy machine most of the time is others', and no name would be found; and ten times as long by the clock.
/// </summary>
internal sealed class TimeSlice
{
    private const int ByTheClock = 10;

    private long left; // microseconds
    private long leftByTheClock;
    private long started;
    private long startedByTheClock;
    private bool isRunning;

    /// <summary>Whether the time is over; also asked while working, after each small step.</summary>
    public bool IsSpent => left <= Used || leftByTheClock <= UsedByTheClock;

    private long Used => isRunning ? ClockGetTime.OfThisThread() - started : 0;

    private long UsedByTheClock => isRunning ? ClockGetTime.Boottime() - startedByTheClock : 0;

    /// <summary>Gives this much from now on, whatever was left.</summary>
    public void Give(TimeSpan time)
    {
        left = (long)time.TotalMicroseconds;
        leftByTheClock = ByTheClock * left;
    }

    /// <summary>Starts to count time.</summary>
    public void Start()
    {
        started = ClockGetTime.OfThisThread();
        startedByTheClock = ClockGetTime.Boottime();
        isRunning = true;
    }

    /// <summary>Stops it.</summary>
    public void Stop()
    {
        left -= Used;
        leftByTheClock -= UsedByTheClock;
        isRunning = false;
    }
}
