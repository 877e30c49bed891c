using TcpResets.Linux;
using TcpResets.Netdata;

namespace TcpResets.Running;

/// <summary>Waits for the next second and for the agent in one thread: nothing needs a lock, and no output comes between another.</summary>
internal sealed class EventLoop(LoopClock clock, AgentInput input, Collector collector, MissedEvents missed, int updateEvery)
{
    // What waits for events to be read is made for a second of them, however seldom is collected.
    private const long BetweenReadings = 1_000_000;

    private long lastWritten;

    /// <summary>Whether to end: asked before each wait.</summary>
    public Func<bool> EndsWhen { get; init; } = () => false;

    /// <summary>Collects until the agent wants the plugin to end or is gone: null, or what has failed, for the log.</summary>
    public string? Run()
    {
        string? failure = Loop();
        collector.Finish(clock.Boottime, clock.Realtime);
        return failure;
    }

    private string? Loop()
    {
        int errno = Collect();
        Heartbeat heartbeat = new(updateEvery, clock.Realtime); // after the first collection, whose reader may be slow
        while (errno == 0 && !EndsWhen())
        {
            switch (clock.Wait(input.Descriptor, LongestWait(heartbeat), out int waitErrno))
            {
                case PollResult.TimedOut:
                    errno = Beat(heartbeat);
                    break;
                case PollResult.Readable:
                    input.Read();
                    if (Answer(heartbeat, ref errno))
                    {
                        return null;
                    }

                    break;
                case PollResult.Invalid:
                    input.Close();
                    break;
                case PollResult.Failed:
                    return $"cannot wait for the next second: {Errno.Text(waitErrno)}";
            }
        }

        // A write is interrupted for good only when it is to end.
        return errno is 0 or Errno.BrokenPipe or Errno.Interrupted ? null : $"standard output: {Errno.Text(errno)}";
    }

    // What the agent asks for, and, between two answers, what is due: no tick is late, however much is asked. True if it is the end.
    private bool Answer(Heartbeat heartbeat, ref int errno)
    {
        AgentRequest request = input.Next();
        while (errno == 0 && request.Kind == AgentRequestKind.Call)
        {
            errno = collector.Answer(request.Call!, clock.Realtime);
            if (errno == 0 && heartbeat.IsDue(clock.Realtime))
            {
                errno = Beat(heartbeat);
            }

            request = input.Next();
        }

        return errno == 0 && request.Kind == AgentRequestKind.Quit;
    }

    private int Beat(Heartbeat heartbeat)
    {
        if (!heartbeat.IsDue(clock.Realtime))
        {
            return collector.HasEvents ? Gather() : collector.KeepAlive();
        }

        int errno = Collect();
        missed.Check(lastWritten);
        heartbeat.Beat(clock.Realtime);
        return errno;
    }

    private long LongestWait(Heartbeat heartbeat)
    {
        long wait = heartbeat.Wait(clock.Realtime);
        return collector.HasEvents ? Math.Min(wait, BetweenReadings) : wait;
    }

    private int Collect()
    {
        lastWritten = clock.Boottime;
        return collector.Collect(lastWritten, clock.Realtime);
    }

    private int Gather()
    {
        collector.Gather(clock.Boottime, clock.Realtime);
        if (clock.Boottime - lastWritten < Heartbeat.LongestWait)
        {
            return 0;
        }

        lastWritten = clock.Boottime;
        return collector.KeepAlive();
    }
}
