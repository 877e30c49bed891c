namespace TcpResets.Tests.Scenarios.Network;

/// <summary>
/// The kernel's own record of its TCP tracepoints (tracefs), which tells on top of which task each was passed. It is asked where a way was
/// not counted as expected: there are hosts whose kernel runs no BPF program on top of the threads of process 1, and counts no miss. Of
/// 87,233 resets by timers, 613 fell there, and just these 613 were not counted. A timer can fall on any task, so a way in which one did
/// is no evidence, and is played again.
/// </summary>
internal sealed class KernelTrace : IDisposable
{
    private const string Root = "/sys/kernel/tracing";

    private static int begun;

    private readonly string instance;

    private KernelTrace(string instance) => this.instance = instance;

    /// <summary>Begins to record; null where there is no tracefs, and in a machine of its own, whose first process this is.</summary>
    public static KernelTrace? Begin()
    {
        if (!Directory.Exists(Root) || Environment.ProcessId == 1)
        {
            return null;
        }

        if (!Directory.Exists(Path.Join(Root, "instances")))
        {
            Command.Output("mount", "-t", "tracefs", "tracefs", Root);
        }

        KernelTrace trace = new(Path.Join(Root, "instances", $"tcp-resets-{Environment.ProcessId}-{Interlocked.Increment(ref begun)}"));
        Directory.CreateDirectory(trace.instance);
        foreach (string tracepoint in new[] { "tcp_receive_reset", "tcp_send_reset" })
        {
            File.WriteAllText(Path.Join(trace.instance, "events", "tcp", tracepoint, "enable"), "1");
        }

        return trace;
    }

    /// <summary>Forgets what it has recorded.</summary>
    public void Forget() => File.WriteAllText(Path.Join(instance, "trace"), "");

    /// <summary>Whether a reset was sent or received on top of a thread of process 1, since it was told to forget.</summary>
    public bool HasFallenOnProcessOne()
    {
        HashSet<string> threads = [.. Directory.GetDirectories("/proc/1/task").Select(task => Path.GetFileName(task))];

        // "  systemd-1       [000] .Ns1. 14532.358614: tcp_send_reset: skbaddr=…"
        return File.ReadLines(Path.Join(instance, "trace"))
            .Where(line => line.Contains(": tcp_", StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf(" [", StringComparison.Ordinal)].TrimEnd())
            .Any(task => threads.Contains(task[(task.LastIndexOf('-') + 1)..]));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(instance); // as tracefs wants it: with all that is in it
}
