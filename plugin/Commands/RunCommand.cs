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
    public static int Run(PluginSettings settings, AgentEnvironment environment)
    {
        Log log = new(environment.Log);
        foreach (string problem in settings.Problems)
        {
            log.Write(LogLevel.Warning, problem);
        }

        SourceLadder ladder = SourceLadder.Climb(settings, environment, log);
        using ResetSource? source = ladder.Source;
        if (source is null)
        {
            log.Write(LogLevel.Error, $"cannot work here: {ladder}");
            return ExitCode.CannotWork;
        }

        log.Write(LogLevel.Info, $"source {source.Name}, update every {settings.UpdateEvery} s; {ladder}");

        Termination.IsNoted();
        PluginsdWriter writer = new(FileDescriptor.Stdout, () => Termination.HasCome);
        Collector collector = new(source, writer, settings.UpdateEvery, environment.Version);
        EventLoop loop = new(
            new LoopClock(), new AgentInput(FileDescriptor.Stdin), collector, new MissedEvents(source, log), settings.UpdateEvery)
        {
            EndsWhen = () => Termination.HasCome,
        };
        string? failure = loop.Run();
        if (failure is null)
        {
            return ExitCode.Done;
        }

        log.Write(LogLevel.Error, failure);
        return ExitCode.CannotWork;
    }
}
