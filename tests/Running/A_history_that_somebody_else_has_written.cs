using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class A_history_that_somebody_else_has_written : IDisposable
{
    private const string Written = "\"written\":\"2026-09-21T14:13:20Z\"";
    private const string Seen = "\"count\":1,\"first_seen\":\"2026-09-21T14:13:20Z\",\"last_seen\":\"2026-09-21T14:13:20Z\"";
    private const string Who =
        "\"direction\":\"sent\",\"family\":\"ipv4\",\"kind\":\"closed_port\",\"peer\":\"192.0.2.1\",\"service\":\"x\"";
    private readonly TemporaryDirectory directory = new();
    private readonly Flows flows = new();

    public static TheoryData<string, bool> Rows => new()
    {
        { $"{Who},{Seen}", true },
        { $"{Who},{Seen},\"later\":{{\"a\":[1,{{}}]}}", true },
        { $"{Who},{Seen},\"rate\":1e300", true },
        { $"{Who},{Seen},\"later\":[[[[[[[[[[1]]]]]]]]]]", false },
        { $"{Who},{Seen},\"rate\":NaN", false },
        { $"{Who}", false },
        { $"{Seen}", false },
        { $"{Who},{Seen.Replace(":1,", ":0,")}", false },
        { $"{Who},{Seen.Replace(":1,", ":-1,")}", false },
        { $"{Who},{Seen.Replace(":1,", ":1.5,")}", false },
        { $"{Who},{Seen.Replace(":1,", ":\"1\",")}", false },
        { $"{Who},{Seen.Replace(":1,", ":281474976710656,")}", true },
        { $"{Who},{Seen.Replace(":1,", ":281474976710657,")}", false },
        { $"{Who},{Seen.Replace(":1,", ":18446744073709551616,")}", false },
        { $"{Who},{Seen.Replace(":1,", $":{new string('9', 10000)},")}", false },
        { $"{Who},{Seen.Replace("2026-09-21T14:13:20Z", "0001-01-01T00:00:00Z")}", false },
        { $"{Who},{Seen.Replace("2026-09-21T14:13:20Z", "9999-12-31T23:59:59Z")}", true }, // a clock that was wrong
        { $"{Who},{Seen.Replace("2026-09-21T14:13:20Z", "yesterday")}", false },
        { $"{Who.Replace("sent", "received")},{Seen}", false },
        { $"{Who.Replace("sent", "lost")},{Seen}", false },
        { $"{Who.Replace("ipv4", "ipv6")},{Seen}", false },
        { $"{Who.Replace("ipv4", "IPv4")},{Seen}", false },
        { $"{Who.Replace("closed_port", "excluded")},{Seen}", false },
        { $"{Who.Replace("192.0.2.1", "2001:db8::1")},{Seen}", false },
        { $"{Who.Replace("192.0.2.1", "::ffff:192.0.2.1")},{Seen}", true },
        { $"{Who.Replace("192.0.2.1", "example.org")},{Seen}", false },
        { $"{Who.Replace("ipv4", "ipv6").Replace("192.0.2.1", "fe80::1%lo")},{Seen}", false },
        { $"{Who.Replace("192.0.2.1", "")},{Seen}", false },
        { $"{Who},{Seen},\"others\":true", false },
        { $"{Who},{Seen},\"others\":false", false },
        { $"{Who},{Seen},\"excluded\":1", false },
        { $"{Who},{Seen},\"role\":\"client\"", true },
        { $"{Who},{Seen},\"role\":\"unknown\"", true },
        { $"{Who},{Seen},\"role\":\"master\"", false },
        { $"{Who},{Seen},\"service_port\":65535", true },
        { $"{Who},{Seen},\"service_port\":65536", false },
        { $"{Who},{Seen},\"network_namespace\":4294967296", false },
        { $"{Who.Replace("\"x\"", $"\"{new string('x', 256)}\"")},{Seen}", true },
        { $"{Who.Replace("\"x\"", $"\"{new string('x', 257)}\"")},{Seen}", false },
        { $"{Who.Replace("\"x\"", "\"\"")},{Seen}", false },
        { $"{Who.Replace("\"x\"", "\"\\ud800\"")},{Seen}", false },
        { $"{Who.Replace("\"x\"", "7")},{Seen}", false },
        { $"{Who},{Seen},\"minutes\":[{string.Join(',', new int[60])}]", true },
        { $"{Who},{Seen},\"minutes\":[{string.Join(',', new int[61])}]", false },
        { $"{Who},{Seen},\"minutes\":[-1]", false },
        { $"{Who},{Seen},\"minutes\":[[1]]", false },
        { $"{Who},{Seen},\"minutes\":7", false },
        { $"{Who},{Seen},\"idle_ms\":[{string.Join(',', new int[16])}]", true },
        { $"{Who},{Seen},\"idle_ms\":[{string.Join(',', new int[17])}]", false },
        { $"{Who},{Seen},\"idle_ms\":[4294967296]", false },
        { $"{Who},{Seen},\"stages\":{{\"request\":1}}", true },
        { $"{Who},{Seen},\"stages\":{{\"request\":[]}}", false },
        { $"{Who},{Seen},\"stages\":[1]", false },
        { $"{Who},{Seen},\"unacknowledged\":1", true },
        { $"{Who},{Seen},\"unacknowledged\":-1", false },
        { $"{Who},{Seen},\"close_wait\":4294967295", true },
        { $"{Who},{Seen},\"close_wait\":4294967296", false },
        { $"{Who},{Seen},\"close_wait\":-1", false },
        { $"{Who},{Seen},\"close_wait\":[1]", false },
        { $"{Who},{Seen},\"{new string('n', 70)}\":1", true },
        { $"{Who.Replace("\"peer\":\"192.0.2.1\",\"service\":\"x\"", "\"others\":true")},{Seen}", true },
        { $"\"family\":\"ipv6\",\"kind\":\"excluded\",\"excluded\":true,\"others\":true,{Seen}", true },
        { $"\"family\":\"ipv6\",\"kind\":\"excluded\",\"others\":true,{Seen}", false },
        { $"\"family\":\"ipv6\",\"kind\":\"closed_port\",\"others\":true,{Seen}", false },
    };

    public static TheoryData<string> Garbage => new()
    {
        "",
        "\n",
        "null",
        "[]",
        "{}",
        "\0\0\0\0",
        $"{{{Written}}}",
        $"{{{Written},\"rows\":7}}",
        $"{{{Written},\"rows\":[7]}}",
        $"{{{Written},\"rows\":[null]}}",
        $"{{{Written},\"rows\":[]}} {{}}",
        $"{{{Written},\"rows\":[],\"more\":1}}",
        $"{{\"rows\":[],{Written}}}",
        "{\"written\":\"0001-01-01T00:00:00Z\",\"rows\":[]}",
        "{\"written\":0,\"rows\":[]}",
        new string('[', 200_000),
        string.Concat(Enumerable.Repeat("{\"a\":", 100_000)),
        $"{{{Written},\"rows\":[{new string('{', 100_000)}",
        $"/* */ {{{Written},\"rows\":[]}}",
    };

    [Theory, MemberData(nameof(Rows))]
    public void is_taken_only_if_each_row_is_one_that_the_plugin_would_write(string row, bool isTaken)
    {
        HistoryReader.TryRead(Encoding.UTF8.GetBytes($"{{{Written},\"rows\":[{{{row}}}]}}"), flows.Table).Should().Be(isTaken);
        flows.Table.Rows.Length.Should().Be(isTaken ? 1 : 0);
    }

    [Theory, MemberData(nameof(Garbage))]
    public void is_told_in_one_message_if_it_is_garbage_and_nothing_of_it_is_taken(string garbage)
    {
        string file = directory.Write("h", garbage);
        HistoryFile.Load(file, flows.Table).Should().Be($"{file} is not what this plugin writes: the history of the last hour is not used");
        flows.Table.Rows.Length.Should().Be(0);
    }

    [Fact]
    public void is_garbage_wherever_it_is_cut_off_and_wherever_a_byte_is_no_text()
    {
        byte[] whole = [.. Encoding.UTF8.GetBytes($"{{{Written},\"rows\":[{{{Who},{Seen},\"minutes\":[1,2],\"idle_ms\":[3]}}]}}")];
        for (int length = 0; length < whole.Length; length++)
        {
            HistoryReader.TryRead(whole.AsSpan(0, length), flows.Table).Should().BeFalse();
            byte[] broken = [.. whole];
            broken[length] = 0xff;
            HistoryReader.TryRead(broken, flows.Table).Should().BeFalse();
        }

        flows.Table.Rows.Length.Should().Be(0);
        HistoryReader.TryRead(whole, flows.Table).Should().BeTrue();
    }

    [Property(MaxTest = 1000)]
    public void breaks_nothing_whatever_its_bytes_are((ushort At, byte Byte)[] changes)
    {
        Flows fresh = new(capacity: 64);
        byte[] bytes = Encoding.UTF8.GetBytes($"{{{Written},\"rows\":[{{{Who},{Seen},\"minutes\":[1,2]}},{{{Who},{Seen}}}]}}");
        foreach ((ushort at, byte each) in changes)
        {
            bytes[at % bytes.Length] = each;
        }

        bool isTaken = HistoryReader.TryRead(bytes, fresh.Table);
        fresh.Table.Rows.Length.Should().BeInRange(0, isTaken ? 2 : 0);
        fresh.Settle();
        fresh.Sums.Should().Equal(fresh.Totals);
        The_history.Rows(fresh).Should().HaveCountLessThanOrEqualTo(fresh.Table.Rows.Length);
    }

    [Fact]
    public void adds_up_rows_that_are_there_twice()
    {
        string row = $"{{{Who},{Seen.Replace(":1,", ":281474976710656,")},\"minutes\":[4294967295]}}";
        HistoryReader.TryRead(Encoding.UTF8.GetBytes($"{{{Written},\"rows\":[{row},{row}]}}"), flows.Table).Should().BeTrue();
        flows.Table.Rows.ToArray().Should().ContainSingle().Which.Count.Should().Be(2UL << 48);
        flows.Table.Rows[0].MinuteAt(0).Should().Be(uint.MaxValue);
    }

    [Fact]
    public void takes_no_more_rows_than_the_table_has()
    {
        Flows small = new(capacity: 64);
        string rows = string.Join(',', Enumerable.Range(0, 2000).Select(number =>
            $"{{{Who.Replace("192.0.2.1", $"192.0.{number / 250}.{number % 250}")},{Seen}}}"));
        HistoryReader.TryRead(Encoding.UTF8.GetBytes($"{{{Written},\"rows\":[{rows}]}}"), small.Table).Should().BeTrue();
        small.Table.Rows.Length.Should().Be(33, "forgeable ones get half");
        small.Table.Rows.ToArray().Aggregate(0UL, (sum, flow) => sum + flow.Count).Should().Be(2000);
    }

    [Fact]
    public void tells_no_time_that_is_still_to_come()
    {
        string future = Seen.Replace("2026-09-21T14:13:20Z", "9999-12-31T23:59:59Z");
        string file = $"{{{Written.Replace("2026", "2999")},\"rows\":[{{{Who},{future},\"minutes\":[5]}}]}}";
        HistoryReader.TryRead(Encoding.UTF8.GetBytes(file), flows.Table).Should().BeTrue();
        Flow row = flows.Table.Rows[0];
        (row.First, row.Last, row.Age, row.MinuteAt(0)).Should().Be((Flows.Start, Flows.Start, 0, 5));
    }

    [Theory]
    [InlineData("ln -s /etc/passwd FILE", "is not a regular file")]
    [InlineData("ln -s nowhere FILE", "is not a regular file")]
    [InlineData("ln -s FILE FILE", "is not a regular file")]
    [InlineData("mkfifo FILE", "is not a regular file")]
    [InlineData("mknod FILE c 1 5", "is not a regular file")] // /dev/zero
    [InlineData("ln -s /dev/zero FILE", "is not a regular file")]
    [InlineData("ln -s /proc/self/fd/0 FILE", "is not a regular file")]
    [InlineData("mkdir FILE", "is not a regular file")]
    [InlineData("head -c 524289 /dev/zero > FILE", "is larger than 512 KiB")]
    [InlineData("truncate -s 10M FILE", "is larger than 512 KiB")]
    [InlineData("truncate -s 8E FILE 2>/dev/null || truncate -s 4G FILE", "is larger than 512 KiB")]
    [InlineData("head -c 524288 /dev/zero > FILE", "is not what this plugin writes")]
    [InlineData("head -c 500000 /dev/urandom > FILE", "is not what this plugin writes")]
    [InlineData("true", null)]
    public void is_read_only_as_a_file_of_a_bounded_size(string make, string? problem)
    {
        string file = Path.Join(directory.Path, "h");
        Shell.Run(make.Replace("FILE", file, StringComparison.Ordinal));
        string? expected = problem is null ? null : $"{file} {problem}: the history of the last hour is not used";
        HistoryFile.Load(file, flows.Table).Should().Be(expected);
        flows.Table.Rows.Length.Should().Be(0);
    }

    [Fact]
    public void is_read_where_the_directory_is_reached_by_a_link()
    {
        string file = directory.Write("real/h", $"{{{Written},\"rows\":[{{{Who},{Seen}}}]}}");
        Directory.CreateSymbolicLink(Path.Join(directory.Path, "link"), Path.GetDirectoryName(file)!);
        HistoryFile.Load(Path.Join(directory.Path, "link", "h"), flows.Table).Should().BeNull();
        flows.Table.Rows.Length.Should().Be(1);
    }

    public void Dispose() => directory.Dispose();
}
