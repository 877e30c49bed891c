using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Tests.OtherKernel;
using TcpResets.Tests.Scenarios;
using TcpResets.Tests.Scenarios.Ways;

// One line a row on the console, which the test that has booted this kernel reads: what was expected, what was seen, and what the kernel
// lacks so that it is not the same as on the newest; or, of a row that cannot be played, what it lacks.
const string WithoutFunctions = " without functions";
try
{
    Machine.Start();
    Console.WriteLine($"\nkernel: {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}");
    if (Machine.IsLockedDown)
    {
        Attach(0)?.Dispose();
    }
    else
    {
        Machine.LoadModules();
        foreach (string capabilities in new[] { "BPF PERFMON", "BPF PERFMON SYS_ADMIN", "SYS_ADMIN" })
        {
            Machine.WithCapabilities(capabilities, () => Attach(0, $" by {capabilities}")?.Dispose());
        }

        Console.WriteLine(
            $"rows: {Rows(EveryWay.OfDebian).Count() + Rows(EveryWay.WithoutFunctions).Count() + Rows(EveryWay.WithRules).Count()}");
        PlayWithRules();
        Play(EveryWay.OfDebian, "");

        if (Machine.StopWatchingFunctions())
        {
            Play(EveryWay.WithoutFunctions, WithoutFunctions);
        }
        else
        {
            foreach ((Way way, Family family) in Rows(EveryWay.WithoutFunctions))
            {
                LeaveOut(way, family, WithoutFunctions, "kernel.ftrace_enabled cannot be 0");
            }
        }
    }
}
catch (Exception failure)
{
    Console.WriteLine(failure);
}

Console.WriteLine("end");
Machine.PowerOff();

static IEnumerable<(Way Way, Family Family)> Rows(IEnumerable<Way> ways) =>
    from way in ways
    from family in Enum.GetValues<Family>()
    where way.Only is null || way.Only == family
    select (way, family);

static void Play(IEnumerable<Way> ways, string how)
{
    using Arena arena = new(host => Attach(host, how));
    foreach ((Way way, Family family) in Rows(ways))
    {
        if (way.Needs is { } needed && arena.Lacks.Contains(needed))
        {
            LeaveOut(way, family, how, needed.Words);
            continue;
        }

        string seen;
        try
        {
            seen = arena.Play(way, family).ToString();
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException or IOException)
        {
            seen = failure.Message.ReplaceLineEndings(" ");
        }

        Console.WriteLine($"row: {family}{how}|{way.Name}|{arena.Expect(way, family)}|{seen}|{arena.LackFor(way, family)?.Words}");
    }
}

// What each of several sources with rules has excluded, and counted: that they could be loaded is told by it, too.
static void PlayWithRules()
{
    using RuleArena arena = new(options =>
    {
        KernelSource? source = KernelSource.TryAttach(options, out SourceFinding finding);
        Console.WriteLine($"source with rules for {options.Exclude.Sum(rule => rule.Peers.Count)} ranges: {finding.Reason}");
        return source;
    });
    foreach ((Way way, Family family) in Rows(EveryWay.WithRules))
    {
        (string expected, string seen) = arena.Play(way, family);
        Console.WriteLine($"row: {family} with rules|{way.Name}|{expected}|{seen}|");
    }
}

static void LeaveOut(Way way, Family family, string how, string since) =>
    Console.WriteLine($"left out: {family}{how}|{way.Name}|{since}");

static KernelSource? Attach(uint host, string how = "")
{
    KernelSource? source = KernelSource.TryAttach(new KernelOptions { NetworkNamespace = host }, out SourceFinding finding);
    Console.WriteLine($"source{how}: {finding.Reason}");
    return source;
}
