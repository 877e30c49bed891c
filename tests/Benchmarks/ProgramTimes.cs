using System.Globalization;
using System.Runtime.InteropServices;

namespace TcpResets.Benchmarks;

/// <summary>What the kernel has accounted to a process's BPF programs (kernel.bpf_stats_enabled), as /proc/PID/fdinfo tells it.</summary>
internal sealed class ProgramTimes
{
    private const string Switch = "/proc/sys/kernel/bpf_stats_enabled";

    private readonly Dictionary<string, Dictionary<string, string>> programs;
    private readonly Dictionary<string, string> hooks;

    private ProgramTimes(Dictionary<string, string>[] files)
    {
        programs = files.Where(file => file.ContainsKey("run_cnt"))
            .DistinctBy(file => file["prog_id"]).ToDictionary(file => file["prog_id"]);
        hooks = files.Where(file => file.ContainsKey("tp_name"))
            .DistinctBy(file => file["tp_name"]).ToDictionary(file => file["tp_name"], file => file["prog_id"]);
    }

    /// <summary>Nanoseconds in all of them.</summary>
    public double Sum => programs.Values.Sum(program => Number(program["run_time_ns"]));

    /// <summary>How often the kernel has skipped one.</summary>
    public double Missed => programs.Values.Sum(program => Number(program["recursion_misses"]));

    /// <summary>The tracepoints at which one runs.</summary>
    public IEnumerable<string> Hooks => hooks.Keys;

    /// <summary>Reads it.</summary>
    /// <param name="process">The number of the process.</param>
    public static ProgramTimes Of(int process) => new([.. Directory.EnumerateFiles($"/proc/{process}/fdinfo").Select(Read)]);

    /// <summary>Does something while the kernel accounts, or not. Reading the clock twice then outlasts an empty program.</summary>
    public static T While<T>(bool accounted, Func<T> work)
    {
        string before = File.ReadAllText(Switch);
        File.WriteAllText(Switch, accounted ? "1" : "0");
        using PosixSignalRegistration interrupt =
            PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => File.WriteAllText(Switch, before));
        using PosixSignalRegistration termination =
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => File.WriteAllText(Switch, before));
        try
        {
            return work();
        }
        finally
        {
            File.WriteAllText(Switch, before);
        }
    }

    /// <summary>How often the one at a tracepoint has run since.</summary>
    public double RunsSince(ProgramTimes before, string hook) => Value(hook, "run_cnt") - before.Value(hook, "run_cnt");

    /// <summary>Nanoseconds that one run has taken since.</summary>
    public double EachSince(ProgramTimes before, string hook) =>
        (Value(hook, "run_time_ns") - before.Value(hook, "run_time_ns")) / RunsSince(before, hook);

    private double Value(string hook, string key) => Number(programs[hooks[hook]][key]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Read(string file)
    {
        try
        {
            return File.ReadLines(file).Select(line => line.Split(":\t", 2))
                .Where(pair => pair.Length == 2)
                .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        }
        catch (IOException) // closed in between
        {
            return [];
        }
    }
}
