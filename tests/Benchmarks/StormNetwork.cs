using System.Diagnostics;
using System.Globalization;

namespace TcpResets.Benchmarks;

/// <summary>
/// A network namespace for storms, with loopback, and another one from which packets come by a pair of devices. Processes hold them,
/// which end with this one.
/// </summary>
internal sealed class StormNetwork : IDisposable
{
    private const string Setup = """
        set -e
        setpriv --pdeathsig KILL unshare --net sleep infinity </dev/null >/dev/null &
        until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do kill -0 $!; done
        ip link set lo up
        ip link add storm0 type veth peer name storm1 address 02:00:00:00:00:01
        ip link set storm0 netns $!
        nsenter --net=/proc/$!/ns/net ip link set storm0 up
        ip link set storm1 up
        ip addr add 10.9.0.1/24 dev storm1
        echo $!
        cat
        kill $!
        """;

    private readonly Process holder;
    private readonly string storm;
    private readonly string peer;
    private readonly Dictionary<string, Process> storms = [];

    /// <summary>Makes one.</summary>
    /// <param name="storm">The program of storm.c.</param>
    public StormNetwork(string storm)
    {
        this.storm = storm;
        string[] arguments = ["--net", "bash", "-c", Setup];
        holder = Process.Start(new ProcessStartInfo("unshare", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        peer = holder.StandardOutput.ReadLine() ?? throw new InvalidOperationException("no network namespace for the storms: run as root");
    }

    /// <summary>The number that the kernel gives it.</summary>
    public string Inode => new FileInfo(Path(Host)).LinkTarget![5..^1];

    /// <summary>
    /// A pace at which each one is handed on, of kinds that a host receives as well as sends: below what KernelEvents.BudgetOf() allows one
    /// CPU, eight times a second.
    /// </summary>
    public static int PaceInBudget => 3 * Math.Clamp(625 / Environment.ProcessorCount, 8, 512);

    private string Host => holder.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>A command, to be run inside.</summary>
    public string[] Inside(params string[] command) => InsideOf(Host, command);

    /// <summary>Makes resets. One process makes each kind, so that what it gets by chance, memory above all, is the same for all.</summary>
    /// <param name="kind">As in storm.c.</param>
    /// <param name="times">How many.</param>
    /// <param name="rate">How many a second; 0: as fast as it can.</param>
    /// <returns>The nanoseconds that one took, and those of processor time.</returns>
    public (double Took, double Spent) Storm(string kind, int times, int rate = 0)
    {
        if (!storms.TryGetValue(kind, out Process? maker))
        {
            string[] command = kind == "flood" ? InsideOf(peer, storm, kind, "storm0") : Inside(storm, kind);
            ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            storms[kind] = maker = Process.Start(start)!;
        }

        maker.StandardInput.WriteLine(FormattableString.Invariant($"{times} {rate}"));
        maker.StandardInput.Flush();
        string line = maker.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the storm '{kind}' has ended");
        double[] nanoseconds = [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return (nanoseconds[0], nanoseconds[1]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Process maker in storms.Values)
        {
            maker.StandardInput.Close();
            maker.WaitForExit();
            maker.Dispose();
        }

        holder.StandardInput.Close();
        holder.WaitForExit();
        holder.Dispose();
    }

    private static string Path(string process) => $"/proc/{process}/ns/net";

    private static string[] InsideOf(string process, params string[] command) => ["nsenter", $"--net={Path(process)}", .. command];
}
