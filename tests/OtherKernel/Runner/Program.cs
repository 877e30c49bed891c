using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Tests.OtherKernel;
using TcpResets.Tests.Scenarios;
using TcpResets.Tests.Scenarios.Ways;

// One line a row on the console, which the test that has booted this kernel reads: what was expected, and what was seen.
try
{
    Machine.Start();
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

        Play(EveryWay.OfLinux61, "");

        // Functions cannot be watched then, as on arm64 before 6.4.
        File.WriteAllText("/proc/sys/kernel/ftrace_enabled", "0");
        Play(EveryWay.WithoutFunctions, " without functions");
    }
}
catch (Exception failure)
{
    Console.WriteLine(failure);
}

Console.WriteLine("end");
Machine.PowerOff();

static void Play(IEnumerable<Way> ways, string how)
{
    using Arena arena = new(host => Attach(host, how), isLinux61: true);
    foreach (Way way in ways)
    {
        foreach (Family family in Enum.GetValues<Family>().Where(family => way.Only is null || way.Only == family))
        {
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

            Console.WriteLine($"row: {family}{how}|{way.Name}|{arena.Expect(way, family)}|{seen}");
        }
    }
}

static KernelSource? Attach(uint host, string how = "")
{
    KernelSource? source = KernelSource.TryAttach(host, out SourceFinding finding);
    Console.WriteLine($"source{how}: {finding.Reason}");
    return source;
}
