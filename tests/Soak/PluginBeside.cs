using System.Globalization;
using System.Text.RegularExpressions;

namespace TcpResets.Tests.Soak;

/// <summary>
/// The plugin without an agent, for what an agent's cannot be given: 32 MiB of memory from its first page on, and a wall clock of its own.
/// It lives as long as the soak.
/// </summary>
internal sealed partial class PluginBeside : IDisposable
{
    private const long Memory = 32 << 20;
    private const string FirstVersion = "/sys/fs/cgroup/memory";

    private readonly TemporaryDirectory directory = new();
    private readonly string cgroup;
    private readonly string clock;
    private readonly RunningProgram program;
    private readonly Thread reader;

    public PluginBeside(SoakNetwork network)
    {
        bool isFirst = Directory.Exists(FirstVersion);
        cgroup = Path.Join(isFirst ? FirstVersion : "/sys/fs/cgroup", $"tcp-resets-soak-{Environment.ProcessId}");
        Directory.CreateDirectory(cgroup);
        File.WriteAllText(
            Path.Join(cgroup, isFirst ? "memory.limit_in_bytes" : "memory.max"), Memory.ToString(CultureInfo.InvariantCulture));
        clock = directory.Write("ahead", new byte[sizeof(long)]);
        string preload = Path.Join(directory.Path, "clock.so");
        Command.Output("clang", "-shared", "-fPIC", "-O2", "-o", preload, Path.Join(Repository.Root, "tests", "Soak", "clock.c"));
        program = network.Start(
            "bash",
            [
                "-c", $"echo $$ >{cgroup}/cgroup.procs && LD_PRELOAD={preload} exec {Repository.Executable} 1 --source kernel "
                    + "--network-namespaces own",
            ],
            ("CLOCK_AHEAD", clock), ("NETDATA_CACHE_DIR", directory.Path), ("NETDATA_USER_CONFIG_DIR", directory.Path));
        reader = new Thread(Read) { IsBackground = true };
        reader.Start();
        Wait.Until(() => Ticks > 1, TimeSpan.FromSeconds(30), "the plugin's second tick");
    }

    public int Id => program.Id;

    public int Ticks { get; private set; }

    public long Received { get; private set; }

    public long Sent { get; private set; }

    /// <summary>The longest time between two ticks that the plugin has told, in microseconds, since it was asked for last.</summary>
    public long LongestTold { get; private set; }

    /// <summary>Sets its wall clock, so many seconds ahead of the machine's.</summary>
    public void SetClock(TimeSpan ahead)
    {
        using FileStream file = new(clock, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes((long)ahead.TotalSeconds));
    }

    public void ForgetLongest() => LongestTold = 0;

    public void Dispose()
    {
        program.Dispose();
        reader.Join();
        Wait.Until(() => File.ReadAllText(Path.Join(cgroup, "cgroup.procs")).Length == 0, TimeSpan.FromSeconds(10), "an empty cgroup");
        Directory.Delete(cgroup);
        directory.Dispose();
    }

    private void Read()
    {
        bool isOfBoth = false;
        try
        {
            while (true)
            {
                string line = program.NextLine().Text;
                if (BeginLine().Match(line) is { Success: true } begin)
                {
                    isOfBoth = begin.Groups[1].Value == "ipv4.tcp_resets";
                    Ticks += isOfBoth ? 1 : 0;
                    if (isOfBoth && long.TryParse(begin.Groups[2].Value, CultureInfo.InvariantCulture, out long told))
                    {
                        LongestTold = Math.Max(LongestTold, told);
                    }
                }
                else if (isOfBoth && SetLine().Match(line) is { Success: true } set)
                {
                    long value = long.Parse(set.Groups[2].Value, CultureInfo.InvariantCulture);
                    (Received, Sent) = set.Groups[1].Value == "received" ? (value, Sent) : (Received, value);
                }
            }
        }
        catch (InvalidOperationException) // the end
        {
        }
    }

    [GeneratedRegex("^BEGIN ([^ ]+) ?([0-9]*)$")]
    private static partial Regex BeginLine();

    [GeneratedRegex("^SET ([a-z]+) = ([0-9]+)$")]
    private static partial Regex SetLine();
}
