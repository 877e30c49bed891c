using FluentAssertions;
using TcpResets.Procfs;
using TcpResets.Resets;
using TcpResets.Tests.Logging;
using Xunit;

namespace TcpResets.Tests.Procfs;

public sealed class The_source_snmp : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly LogFile log = new();
    private readonly ResetCounts counts = new();
    private readonly SnmpSource source;
    private ulong segments;

    public The_source_snmp() => source = new SnmpSource(directory.Path, log.Log);

    [Fact]
    public void counts_from_its_first_look()
    {
        Snmp(attemptFails: 100, estabResets: 50, outRsts: 10);
        Netstat(close: 1, data: 2, timeout: 3);
        Read().Should().Be("received 0, sent 0");
        Snmp(attemptFails: 107, estabResets: 55, outRsts: 13);
        Netstat(close: 2, data: 3, timeout: 5);
        Read().Should().Be("received 8, sent 3");
        Read().Should().Be("received 8, sent 3");
        log.Messages.Should().BeEmpty();
    }

    [Fact]
    public void reads_what_a_real_kernel_shows()
    {
        File.Copy(Repository.Fixture("6.18/proc/net/snmp"), Path.Join(directory.Path, "snmp"));
        File.Copy(Repository.Fixture("6.18/proc/net/netstat"), Path.Join(directory.Path, "netstat"));
        Read().Should().Be("received 0, sent 0");
        log.Messages.Should().BeEmpty();
    }

    [Fact]
    public void estimates_without_netstat_where_there_is_none_and_says_so_once()
    {
        Snmp();
        Read().Should().Be("received 0, sent 0");
        Snmp(attemptFails: 2, estabResets: 3, outRsts: 4);
        Read().Should().Be("received 5, sent 4");
        log.Messages.Should().Equal(
            $"ERROR {directory.Path}/netstat: No such file or directory; its numbers are missing until it can be read");
    }

    [Fact]
    public void waits_for_a_netstat_that_fails_once_and_loses_nothing()
    {
        Snmp();
        Netstat();
        Read();
        File.Delete(Path.Join(directory.Path, "netstat"));
        Snmp(attemptFails: 5, estabResets: 5, outRsts: 5);
        Read().Should().Be("received absent, sent 5");
        Netstat(close: 2, data: 1, timeout: 1);
        Snmp(attemptFails: 6, estabResets: 5, outRsts: 5);
        Read().Should().Be("received 7, sent 5");
        log.Messages.Should().Equal(
            $"ERROR {directory.Path}/netstat: No such file or directory; its numbers are missing until it can be read",
            $"INFO  {directory.Path}/netstat: can be read again");
    }

    [Fact]
    public void has_nothing_while_snmp_is_missing_and_loses_nothing()
    {
        Snmp();
        Netstat();
        Read();
        File.Delete(Path.Join(directory.Path, "snmp"));
        Read().Should().Be("received absent, sent absent");
        Read().Should().Be("received absent, sent absent");
        Snmp(attemptFails: 5, estabResets: 6, outRsts: 7);
        Read().Should().Be("received 11, sent 7");
        log.Messages.Should().Equal(
            $"ERROR {directory.Path}/snmp: No such file or directory; its numbers are missing until it can be read",
            $"INFO  {directory.Path}/snmp: can be read again");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Tcp: AttemptFails EstabResets OutRsts\n")]
    [InlineData("Tcp: AttemptFails EstabResets OutRsts\nTcp: 5 5 ")]
    [InlineData("Tcp: AttemptFails EstabResets OutRsts\nTcp: 5 5\n")]
    public void has_nothing_from_a_file_that_is_cut(string snmp)
    {
        Snmp();
        Netstat();
        Read();
        directory.Write("snmp", snmp);
        Read().Should().Be("received absent, sent absent");
        log.Messages.Should().Equal(
            $"ERROR {directory.Path}/snmp: has no complete pair of 'Tcp:' lines; its numbers are missing until it has");
    }

    [Fact]
    public void counts_no_more_than_the_segments_received()
    {
        Snmp();
        Netstat();
        Read();
        Snmp(attemptFails: 6, estabResets: 6, inSegs: 5);
        Read().Should().Be("received 5, sent 0");
        Snmp(attemptFails: 8, estabResets: 8, inSegs: 5);
        Read().Should().Be("received 9, sent 0");
    }

    [Theory]
    [InlineData(0, 0, "received 2, sent 0")]
    [InlineData(3, 0, "received 5, sent 0")]
    [InlineData(0, 3, "received 5, sent 0")]
    [InlineData(2, 1, "received 5, sent 0")]
    public void does_not_count_connects_that_icmp_errors_end(ulong pings, ulong datagrams, string expected)
    {
        Snmp();
        Netstat();
        Read();
        Snmp(attemptFails: 5, unreachable: 3, pings: pings, datagrams: datagrams);
        Read().Should().Be(expected);
    }

    [Theory]
    [InlineData("AttemptFails", "received absent, sent 8")]
    [InlineData("EstabResets", "received absent, sent 8")]
    [InlineData("OutRsts", "received 6, sent absent")]
    [InlineData("InSegs", "received 6, sent 8")]
    [InlineData("InDestUnreachs", "received 6, sent 8")]
    [InlineData("OutEchos", "received 6, sent 8")]
    [InlineData("OutDatagrams", "received 6, sent 8")]
    [InlineData("TCPAbortOnClose", "received 7, sent 8")]
    [InlineData("TCPAbortOnData", "received 8, sent 8")]
    [InlineData("TCPAbortOnTimeout", "received 9, sent 8")]
    public void leaves_out_what_needs_a_column_that_this_kernel_does_not_show(string missing, string expected)
    {
        Snmp(missing: missing);
        Netstat(missing: missing);
        Read();
        Snmp(attemptFails: 6, estabResets: 6, outRsts: 8, missing);
        Netstat(close: 1, data: 2, timeout: 3, missing);
        Read().Should().Be(expected);
        log.Messages.Should().Equal($"INFO  {directory.Path}: this kernel does not show {missing}; what needs them is left out");
    }

    [Fact]
    public void says_when_the_columns_are_there_after_all()
    {
        Snmp(missing: "OutRsts");
        Netstat();
        Read();
        Snmp();
        Read();
        log.Messages.Should().EndWith($"INFO  {directory.Path}: all columns are there");
    }

    [Fact]
    public void draws_no_spike_when_the_files_become_those_of_another_namespace()
    {
        Snmp(attemptFails: 100, estabResets: 100, outRsts: 100);
        Netstat(close: 10, data: 10, timeout: 10);
        Read();
        Snmp(attemptFails: 7, estabResets: 1_000_000, outRsts: 2_000_000);
        Netstat(close: 20, data: 9, timeout: 20);
        Read().Should().Be("received 0, sent 0", "one counter is lower, so the higher ones are not ours either");
        Snmp(attemptFails: 8, estabResets: 1_000_001, outRsts: 2_000_001);
        Read().Should().Be("received 2, sent 1");
    }

    [Fact]
    public void draws_no_spike_when_only_netstat_tells_of_another_namespace()
    {
        Snmp(attemptFails: 100, estabResets: 100, outRsts: 100);
        Netstat(close: 10);
        Read();
        Snmp(attemptFails: 1000, estabResets: 1000, outRsts: 1000);
        Netstat(close: 9);
        Read().Should().Be("received 0, sent 0");
    }

    [Fact]
    public void counts_beyond_2_to_the_63()
    {
        Snmp(attemptFails: ulong.MaxValue - 3, estabResets: 1UL << 63, outRsts: (1UL << 63) - 1);
        Netstat();
        Read().Should().Be("received 0, sent 0");
        Snmp(attemptFails: ulong.MaxValue, estabResets: (1UL << 63) + 1, outRsts: (1UL << 63) + 1);
        Read().Should().Be("received 4, sent 2");
        Snmp(attemptFails: 1, estabResets: (1UL << 63) + 1, outRsts: (1UL << 63) + 1);
        Read().Should().Be("received 4, sent 2");
    }

    public void Dispose()
    {
        source.Dispose();
        log.Dispose();
        directory.Dispose();
    }

    /// <summary>A million segments arrive before each writing, if not said otherwise.</summary>
    private void Snmp(
        ulong attemptFails = 0, ulong estabResets = 0, ulong outRsts = 0, string missing = "", ulong inSegs = 1_000_000,
        ulong unreachable = 0, ulong pings = 0, ulong datagrams = 0)
    {
        segments += inSegs;
        directory.Write(
            "snmp",
            Table("Icmp", missing, ("InDestUnreachs", unreachable), ("OutDestUnreachs", 77), ("OutEchos", pings), ("OutEchoReps", 88))
            + Table(
                "Tcp", missing, ("RtoMin", 200), ("AttemptFails", attemptFails), ("EstabResets", estabResets), ("InSegs", segments),
                ("OutSegs", 66), ("OutRsts", outRsts))
            + Table("Udp", missing, ("InDatagrams", 55), ("OutDatagrams", datagrams)));
    }

    private void Netstat(ulong close = 0, ulong data = 0, ulong timeout = 0, string missing = "") => directory.Write(
        "netstat",
        Table(
            "TcpExt", missing, ("TCPAbortOnData", data), ("TCPAbortOnClose", close), ("TCPAbortOnTimeout", timeout), ("TCPTimeouts", 99)));

    private static string Table(string protocol, string missing, params (string Name, ulong Value)[] columns)
    {
        columns = [.. columns.Where(column => column.Name != missing)];
        string names = string.Join(' ', columns.Select(column => column.Name));
        return $"{protocol}: {names}\n{protocol}: {string.Join(' ', columns.Select(column => column.Value))}\n";
    }

    private string Read()
    {
        source.Read(counts);
        return $"received {Count(Kind.AllReceived)}, sent {Count(Kind.AllSent)}";
    }

    private string Count(Kind kind) => counts.TryGet(Family.IPv4, kind, out ulong resets) ? $"{resets}" : "absent";
}
