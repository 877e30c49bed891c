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

        Console.WriteLine($"rows: {Rows(EveryWay.OfDebian).Count() + Rows(EveryWay.WithoutFunctions).Count()}");
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
            // An emulated machine may stand still for long enough that TCP sends something again: then the wire is not as it must be.
            Outcome outcome = arena.Play(way, family);
            for (int again = 0; again < 2 && outcome.Wire != arena.Expect(way, family).Wire; again++)
            {
                outcome = arena.Play(way, family);
            }

            seen = outcome.ToString();
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException or IOException)
        {
            seen = failure.Message.ReplaceLineEndings(" ");
        }

        Console.WriteLine($"row: {family}{how}|{way.Name}|{arena.Expect(way, family)}|{seen}|{arena.LackFor(way, family)?.Words}");
    }
}

static void LeaveOut(Way way, Family family, string how, string since) =>
    Console.WriteLine($"left out: {family}{how}|{way.Name}|{since}");

static KernelSource? Attach(uint host, string how = "")
{
    KernelSource? source = KernelSource.TryAttach(host, out SourceFinding finding);
    Console.WriteLine($"source{how}: {finding.Reason}");
    return source;
}
