using System.Diagnostics;
using System.Globalization;
using TcpResets.Benchmarks;

const int Rounds = 11, Starts = 31, Ticks = 5_000;

// The directory of the sources and the executable to measure.
string sources = args[0], plugin = args[1];
DirectoryInfo directory = Directory.CreateTempSubdirectory("tcp-resets-bench-");
try
{
    string noWait = Compile("no_wait", "-shared", "-fPIC"), c = Compile("snmp");
    Contender ours = new("this plugin", [plugin, "1", "--source", "snmp"], noWait);
    Contender inC = new("C", [c], noWait);
    Contender[] contenders =
    [
        ours,
        inC,
        new("python3", ["/usr/bin/python3", Path.Join(sources, "snmp.py")], null),
        new("bash", ["bash", Path.Join(sources, "snmp.sh")], null),
    ];

    // Interleaved, so that whatever else the machine does meets all of them.
    Dictionary<Contender, List<double>> cpu = contenders.ToDictionary(contender => contender, _ => new List<double>());
    Dictionary<Contender, List<double>> begin = contenders.ToDictionary(contender => contender, _ => new List<double>());
    for (int round = 0; round < Rounds; round++)
    {
        foreach (Contender contender in contenders)
        {
            cpu[contender].Add(ProcessorTime.Of(contender, contender.NoWait is null ? Ticks / 10 : Ticks, directory.FullName));
        }

        Console.WriteLine(Invariant($"cpu µs/tick, round {round + 1,2}:  {string.Join("  ", contenders.Select(contender => Invariant($"{contender.Name} {cpu[contender][^1]:0.0}")))}"));
    }

    for (int start = 0; start < Starts; start++)
    {
        foreach (Contender contender in contenders)
        {
            begin[contender].Add(FirstBegin.MillisecondsOf(contender));
        }
    }

    SystemCalls calls = SystemCalls.Of(ours, directory.FullName);
    Console.WriteLine($"system calls a tick:  {ours.Name}: {calls};  {inC.Name}: {SystemCalls.Of(inC, directory.FullName)}");
    Console.WriteLine();
    Console.WriteLine("|             | CPU a tick | ÷ C   | peak RSS | first BEGIN |");
    Console.WriteLine("|-------------|-----------:|------:|---------:|------------:|");
    double ratio = 0;
    int memory = 0;
    foreach (Contender contender in contenders)
    {
        double toC = Statistics.Median(cpu[contender].Zip(cpu[inC], (one, other) => one / other));
        int peak = FirstBegin.PeakMemoryOf(contender);
        (ratio, memory) = contender == ours ? (toC, peak) : (ratio, memory);
        Console.WriteLine(Invariant(
            $"| {contender.Name,-11} | {Statistics.Median(cpu[contender]),7:0.0} µs | {toC,5:0.00} | {peak / 1024.0,4:0.0} MiB | {Statistics.Median(begin[contender]),8:0.0} ms |"));
    }

    Console.WriteLine();
    Bar[] bars =
    [
        new("CPU a tick, times C", ratio, 1.25),
        new("peak RSS, MiB", memory / 1024.0, 8),
        new("first BEGIN, ms", Statistics.Median(begin[ours]), 20),
        new("reads of snmp a tick", calls.PerTick(@"^p?read(64)?\(\d+<[^>]*/net/snmp>"), 2),
        new("reads of netstat a tick", calls.PerTick(@"^p?read(64)?\(\d+<[^>]*/net/netstat>"), 2),
        new("writes a tick", calls.PerTick(@"^writev?\("), 1),
    ];
    foreach (Bar bar in bars)
    {
        Console.WriteLine(bar);
    }

    return bars.All(bar => bar.IsReached) ? 0 : 1;
}
finally
{
    directory.Delete(recursive: true);
}

string Compile(string name, params string[] options)
{
    string output = Path.Join(directory.FullName, name);
    using Process gcc = Process.Start("gcc", ["-O2", "-Wall", "-Wextra", "-Wno-missing-field-initializers", .. options, "-o", output, Path.Join(sources, name + ".c")]);
    gcc.WaitForExit();
    return gcc.ExitCode == 0 ? output : throw new InvalidOperationException($"gcc cannot compile {name}.c");
}

static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
