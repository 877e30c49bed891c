using TcpResets.Charts;
using TcpResets.Functions;
using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Services;
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
        if (!settings.HasEvents)
        {
            HistoryFile.Remove(environment.CacheDirectory, log); // whether it works here or not, but without privileges
        }

        if (source is null)
        {
            log.Write(LogLevel.Error, $"cannot work here: {ladder}");
            return ExitCode.CannotWork;
        }

        log.Write(LogLevel.Info, $"source {source.Name}, update every {settings.UpdateEvery} s; {ladder}");

        if (settings.Exclude.Count > 0 && source.SourceKind != SourceKind.Kernel)
        {
            log.Write(LogLevel.Warning, PluginSettings.CannotExclude);
        }

        Termination.IsNoted();
        using ServiceDirectory? directory = source.HasEvents ? new(environment.HostPrefix, ClockGetTime.Boottime()) : null;
        IServiceDirectory services = directory is null ? new OnlyHost() : directory;
        ServiceCharts? charts = source.HasEvents && settings.ServiceCharts > 0
            ? new ServiceCharts(ChartCatalog.OfService(environment.Version), settings.ServiceCharts, source, settings.UpdateEvery)
            : null;
        int rows = source.HasEvents ? settings.TableRows : 2; // without events all resets are in the rows of all others
        FlowTable flows = new(rows, services, ClockGetTime.TicksPerSecond()) { Gains = charts };
        TcpResetsFunction? function = source.HasEvents ? new TcpResetsFunction(flows, source, settings.Access) : null;
        HistoryFile? history = source.HasEvents ? HistoryFile.Resume(environment.CacheDirectory, flows, log) : null;
        PluginsdWriter writer = new(FileDescriptor.Stdout, () => Termination.HasCome);
        StormLog storms = new(flows, log);
        Collector collector = new(source, writer, settings.UpdateEvery, environment.Version, flows, charts, function, history, storms);
        EventLoop loop = new(
            new LoopClock(), new AgentInput(FileDescriptor.Stdin), collector, new MissedEvents(source, log), settings.UpdateEvery)
        {
            EndsWhen = () => Termination.HasCome,
        };
        if (source.SourceKind == SourceKind.Kernel)
        {
            Heap.GiveBackAll(); // of the kernel's types, which were read whole
        }

        string? failure = loop.Run();
        if (failure is null)
        {
            return ExitCode.Done;
        }

        log.Write(LogLevel.Error, failure);
        return ExitCode.CannotWork;
    }
}
