using FluentAssertions;

namespace TcpResets.Tests.OtherKernel;

/// <summary>Boots Debian's kernel in QEMU, by software alone, and keeps what its init says of each row.</summary>
public sealed class BootedKernel
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly Dictionary<string, (string Expected, string Seen)> rows = [];

    public BootedKernel()
    {
        string directory = Path.Join(Repository.Root, "tests/OtherKernel/bin");
        Command.Output(Path.Join(Repository.Root, "tests/OtherKernel/prepare"), [directory], Patience);
        Console = Boot(directory, "");
        LockedDownConsole = Boot(directory, "lockdown=confidentiality");
        IEnumerable<string> told = Console.Split('\n').Where(line => line.StartsWith("row: ", StringComparison.Ordinal));
        foreach (string[] row in told.Select(line => line[5..].TrimEnd().Split('|')))
        {
            rows[$"{row[0]} {row[1]}"] = (row[2], row[3]);
        }
    }

    /// <summary>All that came over the serial line.</summary>
    public string Console { get; }

    /// <summary>The same of a boot in which the kernel was told to keep its memory to itself.</summary>
    public string LockedDownConsole { get; }

    /// <summary>What was expected and what was seen there.</summary>
    public (string Expected, string Seen) Row(string family, string name)
    {
        rows.Should().ContainKey(
            $"{family} {name}", "the kernel must have come so far:\n{0}", Console.Length > 2000 ? Console[^2000..] : Console);
        return rows[$"{family} {name}"];
    }

    private static string Boot(string directory, string parameter) => Command.Output(
        "nice",
        [
            .. "qemu-system-x86_64 -accel tcg -smp 2 -m 512 -nographic -no-reboot".Split(' '),
            .. $"-kernel {directory}/vmlinuz -initrd {directory}/initramfs".Split(' '),
            "-append",
            $"console=ttyS0 quiet panic=-1 {parameter}",
        ],
        Patience);
}
