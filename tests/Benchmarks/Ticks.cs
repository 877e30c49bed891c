using System.Globalization;

namespace TcpResets.Benchmarks;

/// <summary>What a second costs, beside the same job in other languages.</summary>
internal sealed class Ticks
{
    private const int Rounds = 11, Starts = 31, Many = 5_000;

    private readonly string directory;
    private readonly Contender snmp, kernel, inC, waits;
    private readonly Contender[] contenders;
    private readonly Dictionary<Contender, List<double>> cpu, begin;

    /// <summary>Prepares them.</summary>
    /// <param name="plugin">The executable.</param>
    /// <param name="workshop">For the others.</param>
    public Ticks(string plugin, Workshop workshop)
    {
        directory = workshop.Path;
        string noWait = workshop.Compile("no_wait", "-shared", "-fPIC");
        snmp = new("plugin, snmp", [plugin, "1", "--source", "snmp"], noWait);
        kernel = new("plugin, kernel", [plugin, "1", "--source", "kernel"], noWait);
        inC = new("C", [workshop.Compile("snmp")], noWait);
        waits = new("wait and write", [workshop.Compile("wait")], noWait);
        contenders =
        [
            snmp,
            kernel,
            inC,
            waits,
            new("python3", ["/usr/bin/python3", workshop.Source("snmp.py")], null),
            new("bash", ["bash", workshop.Source("snmp.sh")], null),
        ];
        cpu = contenders.ToDictionary(contender => contender, _ => new List<double>());
        begin = contenders.ToDictionary(contender => contender, _ => new List<double>());
    }

    /// <summary>Measures, prints the table, and gives the bars.</summary>
    public Bar[] Measure()
    {
        // Interleaved, so that whatever else the machine does meets all of them.
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Contender contender in contenders)
            {
                cpu[contender].Add(ProcessorTime.Of(contender, contender.NoWait is null ? Many / 10 : Many, directory));
            }

            string each = string.Join("  ", contenders.Select(contender => Invariant($"{contender.Name} {cpu[contender][^1]:0.0}")));
            Console.WriteLine(Invariant($"cpu µs/tick, round {round + 1,2}:  {each}"));
        }

        for (int start = 0; start < Starts; start++)
        {
            foreach (Contender contender in contenders)
            {
                begin[contender].Add(FirstBegin.MillisecondsOf(contender));
            }
        }

        Contender[] traced = [snmp, kernel, inC];
        SystemCalls[] calls = [.. traced.Select(contender => SystemCalls.Of(contender, directory))];
        string told = string.Join(";  ", traced.Zip(calls, (contender, each) => $"{contender.Name}: {each}"));
        Console.WriteLine($"system calls a tick:  {told}");
        Console.WriteLine();
        return Report(calls[0], calls[1]);
    }

    private Bar[] Report(SystemCalls snmpCalls, SystemCalls kernelCalls)
    {
        Console.WriteLine("|                | CPU a tick | ÷ C   |      RSS | peak RSS | first BEGIN |");
        Console.WriteLine("|----------------|-----------:|------:|---------:|---------:|------------:|");
        Dictionary<Contender, (double Now, double Peak)> memory = [];
        foreach (Contender contender in contenders)
        {
            memory[contender] = FirstBegin.MemoryOf(contender);
            string cost = Invariant($"{Statistics.Median(cpu[contender]),7:0.0} µs | {Times(contender, inC),5:0.00}");
            string space = Invariant($"{memory[contender].Now,4:0.0} MiB | {memory[contender].Peak,4:0.0} MiB");
            Console.WriteLine(Invariant($"| {contender.Name,-14} | {cost} | {space} | {Statistics.Median(begin[contender]),8:0.0} ms |"));
        }

        Console.WriteLine();
        return
        [
            new("snmp: CPU a tick, times C", Times(snmp, inC), 1.25),
            new("snmp: peak RSS, MiB", memory[snmp].Peak, 8),
            new("snmp: first BEGIN, ms", Statistics.Median(begin[snmp]), 20),
            new("snmp: reads of snmp a tick", snmpCalls.PerTick(@"^p?read(64)?\(\d+<[^>]*/net/snmp>"), 2),
            new("snmp: reads of netstat a tick", snmpCalls.PerTick(@"^p?read(64)?\(\d+<[^>]*/net/netstat>"), 2),
            new("snmp: writes a tick", snmpCalls.PerTick(@"^writev?\("), 1),
            new("kernel: CPU a tick, times C", Times(kernel, inC), 0.05),
            new("kernel: CPU a tick, times waiting and writing", Times(kernel, waits), 3),
            new("kernel: RSS, MiB", memory[kernel].Now, 12),
            new("kernel: first BEGIN, ms", Statistics.Median(begin[kernel]), 150),
            new("kernel: writes a tick", kernelCalls.PerTick(@"^writev?\("), 1),

            // Once a minute it asks each of its programs whether the kernel has skipped it, and looks at cgroups and namespaces again.
            new("kernel: other system calls a tick than ppoll and write", kernelCalls.PerTickBut("ppoll", "write"), 0.3),
        ];
    }

    private double Times(Contender one, Contender other) => Statistics.Median(cpu[one].Zip(cpu[other], (a, b) => a / b));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
