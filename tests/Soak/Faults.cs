using System.Diagnostics;
using System.Globalization;

namespace TcpResets.Tests.Soak;

/// <summary>What goes wrong, one after the other.</summary>
internal sealed class Faults(SoakNetwork network, SoakAgent agent, PluginBeside beside)
{
    private const int AtOnce = 50;
    private const int AtATime = 68 * AtOnce;
    private const string UnifiedHybrid = "/sys/fs/cgroup/unified";

    private int cgroups;

    public Fault[] All =>
    [
        new("nothing", EndsPlugin: false, () => For(10)),
        new("plugin stopped (SIGSTOP)", EndsPlugin: false, () => Stopped(agent.Plugin, 10)),
        new("output stalled: agent stopped", EndsPlugin: false, () => Stopped(agent.Process, 45)),
        new("disk full", EndsPlugin: false, DiskIsFull)
        {
            Check = () => DateTime.UtcNow - File.GetLastWriteTimeUtc(agent.History) < TimeSpan.FromSeconds(40)
                ? null : "the history is not written again",
        },
        new($"{AtATime} cgroups and namespaces", EndsPlugin: false, CgroupsComeAndGo),
        new("clock set back and forth", EndsPlugin: false, ClockIsSet)
        {
            Check = () => beside.LongestTold is > 0 and < 4_000_000 ? null : $"a tick took {beside.LongestTold / 1000} ms",
        },
        new("agent restarted", EndsPlugin: true, () => Outage(agent.Stop)),
        new("agent killed (SIGKILL)", EndsPlugin: true, () => Outage(agent.Kill)),
    ];

    public int Cgroups => cgroups;

    private static TimeSpan For(int seconds)
    {
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        return TimeSpan.Zero;
    }

    private static TimeSpan Stopped(int process, int seconds)
    {
        string id = process.ToString(CultureInfo.InvariantCulture);
        Command.Output("kill", "-STOP", id);
        For(seconds);
        Command.Output("kill", "-CONT", id);
        return TimeSpan.FromSeconds(seconds);
    }

    // In the agent's cache: until nothing more can be written there, for longer than the plugin takes to write its history.
    private TimeSpan DiskIsFull()
    {
        string filler = Path.Join(agent.Cache, "filler");
        CommandResult filled = Command.Run("dd", "if=/dev/zero", $"of={filler}", "bs=64k");
        if (filled.ExitCode == 0)
        {
            throw new InvalidOperationException("the disk cannot be filled");
        }

        For(25);
        File.Delete(filler);
        return TimeSpan.Zero;
    }

    // A shell goes from one cgroup to the next, and meets a closed port in each. The namespaces are there while nobody looks.
    private TimeSpan CgroupsComeAndGo()
    {
        string root = Path.Join(Directory.Exists(UnifiedHybrid) ? UnifiedHybrid : "/sys/fs/cgroup", $"soak-{Environment.ProcessId}");
        Directory.CreateDirectory(root);
        for (int done = 0; done < AtATime; done += AtOnce)
        {
            network.Run("bash", "-c", $$"""
                mkdir {{root}}/short-{1..{{AtOnce}}}.scope
                (
                    for group in {{root}}/*.scope; do
                        echo $BASHPID >$group/cgroup.procs
                        exec 3<>/dev/tcp/127.0.0.1/9
                    done
                ) 2>/dev/null
                until rmdir {{root}}/*.scope 2>/dev/null; do :; done
                """);
            for (int i = 0; i < AtOnce; i++)
            {
                NetworkNamespace.Create().Dispose();
            }
        }

        Directory.Delete(root);
        cgroups += AtATime;
        return TimeSpan.Zero;
    }

    private TimeSpan ClockIsSet()
    {
        beside.ForgetLongest();
        foreach (int hours in (ReadOnlySpan<int>)[1, -1, 24 * 365, -24 * 365 * 20, 0])
        {
            beside.SetClock(TimeSpan.FromHours(hours));
            For(3);
        }

        return TimeSpan.Zero;
    }

    private TimeSpan Outage(Action end)
    {
        Stopwatch outage = Stopwatch.StartNew();
        end();
        agent.Start();
        return outage.Elapsed;
    }
}
