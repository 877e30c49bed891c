using System.Runtime.InteropServices;
using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Settings;

namespace TcpResets.Commands;

/// <summary>The plugin itself: what the agent starts.</summary>
internal static class RunCommand
{
    /// <summary>Collects until the agent wants it to end or is gone.</summary>
    /// <param name="settings">What was told.</param>
    /// <param name="environment">The agent's environment.</param>
    /// <returns>The exit code.</returns>
    public static int Run(PluginSettings settings, AgentEnvironment environment)
    {
        Log log = new(environment.Log);
        foreach (string problem in settings.Problems)
        {
            log.Write(LogLevel.Warning, problem);
        }

        SourceLadder ladder = SourceLadder.Climb(settings, environment, log);
        using ResetSource? source = ladder.Source;
        if (!Privileges.DropAll())
        {
            log.Write(LogLevel.Error, "cannot give up its privileges, and does not go on with them");
            return ExitCode.CannotWork;
        }

        if (source is null)
        {
            log.Write(LogLevel.Error, $"cannot work here: {Reasons(ladder.Findings)}");
            return ExitCode.CannotWork;
        }

        log.Write(LogLevel.Info, $"source {source.Name}, update every {settings.UpdateEvery} s; {Reasons(ladder.Findings)}");

        // Whatever the main thread waits for, a slow reader included: what it has collected, the counters still have.
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Exit.AtOnce(ExitCode.Done));
        Collector collector = new(source, new PluginsdWriter(FileDescriptor.Stdout), settings.UpdateEvery);
        int errno = Loop(collector, new MissedEvents(source, log), new AgentInput(FileDescriptor.Stdin), settings.UpdateEvery);
        if (errno is 0 or Errno.BrokenPipe)
        {
            return ExitCode.Done;
        }

        log.Write(LogLevel.Error, $"standard output: {Errno.Text(errno)}");
        return ExitCode.CannotWork;
    }

    private static int Loop(Collector collector, MissedEvents missed, AgentInput input, int updateEvery)
    {
        int errno = collector.Collect(ClockGetTime.Boottime());
        Heartbeat heartbeat = new(updateEvery, ClockGetTime.Realtime()); // after the first collection, whose reader may be slow
        while (errno == 0 && !AgentEndsIt(input, heartbeat))
        {
            if (heartbeat.IsDue(ClockGetTime.Realtime()))
            {
                errno = collector.Collect(ClockGetTime.Boottime());
                missed.Tell(ClockGetTime.Boottime());
                heartbeat.Beat(ClockGetTime.Realtime());
            }
            else
            {
                errno = collector.KeepAlive();
            }
        }

        return errno;
    }

    private static bool AgentEndsIt(AgentInput input, Heartbeat heartbeat)
    {
        while (true)
        {
            switch (Poll.Readable(input.Descriptor, heartbeat.Wait(ClockGetTime.Realtime())))
            {
                case PollResult.TimedOut:
                    return false;
                case PollResult.Invalid:
                    input.Close();
                    break;
                case PollResult.Readable when input.ReadsQuit():
                    return true;
            }
        }
    }

    private static string Reasons(IEnumerable<SourceFinding> findings) =>
        string.Join("; ", findings.Select(finding => $"{finding.Kind.ToString().ToLowerInvariant()}: {finding.Reason}"));
}
