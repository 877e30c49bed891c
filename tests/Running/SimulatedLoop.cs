using System.IO.Pipes;
using System.Text;
using TcpResets.Functions;
using TcpResets.Linux;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Settings;
using TcpResets.Tests.Charts;
using TcpResets.Tests.Logging;
using TcpResets.Tests.Resets;

namespace TcpResets.Tests.Running;

/// <summary>The plugin's own loop, through time that passes at once: a wait ends when it is over, or as late as a test wants.</summary>
/// <param name="updateEvery">In seconds.</param>
/// <param name="start">The wall clock, in microseconds since 1970.</param>
internal sealed class SimulatedLoop(int updateEvery, long start) : LoopClock
{
    private long realtime = start;
    private long boottime = 1_000_000;
    private long sinceCollection;
    private int collections = -1;
    private int wanted;
    private Action<string> say = _ => { };
    private bool isAfterCollection;

    public override long Realtime => realtime += CostOfALook;

    public override long Boottime => boottime;

    /// <summary>By how much the wall clock goes faster than the timer.</summary>
    public double Slew { get; init; }

    /// <summary>Makes wake-ups late by <see cref="Earliest"/> to <see cref="Latest"/> microseconds.</summary>
    public Random? Late { get; init; }

    public int Earliest { get; init; }

    public int Latest { get; init; }

    /// <summary>What it collects from.</summary>
    public ResetSource Source { get; init; } = new NoSource();

    /// <summary>What the Function tells of; null for none.</summary>
    public FlowTable? Table { get; init; }

    /// <summary>Where the output goes.</summary>
    public string Output { get; init; } = "/dev/null";

    /// <summary>What happens during a collection, such as a slow reader. The one at the start has the number 0.</summary>
    public Action<int> During { get; init; } = _ => { };

    /// <summary>What happens between a collection and the wait for the next.</summary>
    public Action<int> After { get; init; } = _ => { };

    /// <summary>What the agent says between a collection and the next.</summary>
    public Func<int, string> Says { get; init; } = _ => "";

    /// <summary>The time that each look at the wall clock takes, and with it all that is done between two.</summary>
    public int CostOfALook { get; init; }

    /// <summary>When each collection but the first was, and how long the loop had waited for it by the timer, in microseconds.</summary>
    public List<(long Realtime, long Waited)> Collections { get; } = [];

    public long LongestWait { get; private set; }

    /// <summary>How often a wait ended before it was time to collect.</summary>
    public int KeptAlive { get; private set; }

    /// <summary>What a wait answers instead of waiting, with errno.</summary>
    public (PollResult Result, int Errno)? WaitFails { get; init; }

    public IReadOnlyList<string> Log { get; private set; } = [];

    /// <summary>Lets the wall clock jump.</summary>
    public void Set(long by) => realtime += by;

    /// <summary>Lets time pass without the loop, which may be stopped, or the machine suspended.</summary>
    public void Pass(long microseconds)
    {
        realtime += microseconds;
        boottime += microseconds;
    }

    /// <summary>Runs until so many collections have followed the first; then the agent wants it to end.</summary>
    /// <returns>What the loop answers.</returns>
    public string? Run(int count)
    {
        wanted = count;
        using AnonymousPipeServerStream agent = new(PipeDirection.Out);
        say = words => agent.Write(Encoding.UTF8.GetBytes(words));
        using LogFile log = new();
        using var output = File.OpenHandle(Output, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        using WatchedSource source = new(Source, Collect);
        string? failure = new EventLoop(
            this,
            new AgentInput((int)agent.ClientSafePipeHandle.DangerousGetHandle()),
            new Collector(
                source,
                new PluginsdWriter((int)output.DangerousGetHandle()),
                updateEvery,
                agent: default,
                Table ?? new FlowTable(64, new SomeServices(), Flows.Hertz),
                services: null,
                Table is null ? null : new TcpResetsFunction(Table, source, FunctionAccess.Members)),
            new MissedEvents(source, log.Log),
            updateEvery).Run();
        Log = log.Lines;
        return failure;
    }

    public override PollResult Wait(int descriptor, long microseconds, out int errno)
    {
        errno = WaitFails?.Errno ?? 0;
        if (WaitFails is { } failure)
        {
            return failure.Result;
        }

        if (collections == wanted)
        {
            say("QUIT");
            return PollResult.Readable;
        }

        if (isAfterCollection)
        {
            isAfterCollection = false;
            After(collections);
            string words = Says(collections);
            say(words);
            return words.Length > 0 ? PollResult.Readable : PollResult.Interrupted; // so that the loop looks at the clock again
        }

        LongestWait = Math.Max(LongestWait, microseconds);
        long sleeps = microseconds + (Late?.Next(Earliest, Latest) ?? 0);
        Pass(sleeps);
        realtime += (long)(sleeps * Slew);
        sinceCollection += sleeps;
        KeptAlive++;
        return PollResult.TimedOut;
    }

    private void Collect()
    {
        collections++;
        if (collections > 0)
        {
            Collections.Add((realtime, sinceCollection));
            KeptAlive--;
        }

        sinceCollection = 0;
        isAfterCollection = true;
        During(collections);
    }

    private sealed class WatchedSource(ResetSource source, Action read) : ResetSource
    {
        public override SourceKind SourceKind => source.SourceKind;

        public override bool IsHostWide => source.IsHostWide;

        public override ulong? Missed => source.Missed;

        public override bool HasEvents => source.HasEvents;

        public override void HandOn(IResetEventReader reader) => source.HandOn(reader);

        public override bool Knows(Family family, Kind kind) => source.Knows(family, kind);

        public override void Read(ResetCounts counts)
        {
            source.Read(counts);
            read();
        }

        public override void Dispose() => source.Dispose();
    }
}
