using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Procfs;
using Xunit;

namespace TcpResets.Tests.Procfs;

public sealed class The_table_of_a_protocol
{
    private const string NoTable = "no table", NoValue = "no value";

    /// <summary>What, the file, what the column OutRsts of protocol Tcp is then.</summary>
    public static TheoryData<string, string, string> Files => new()
    {
        { "as the kernel writes it", "Tcp: InErrs OutRsts\nTcp: 1 2\n", "2" },
        { "the column is missing", "Tcp: InErrs InCsumErrors\nTcp: 1 2\n", NoValue },
        { "new columns before, between and behind", "Tcp: New1 InErrs New2 OutRsts New3\nTcp: 9 1 9 2 9\n", "2" },
        { "the column comes first", "Tcp: OutRsts InErrs\nTcp: 2 1\n", "2" },
        { "the column is the only one", "Tcp: OutRsts\nTcp: 2\n", "2" },
        { "a name that begins like the column comes first", "Tcp: OutRstsTotal OutRsts\nTcp: 1 2\n", "2" },
        { "a name that ends like the column comes first", "Tcp: MyOutRsts OutRsts\nTcp: 1 2\n", "2" },
        { "only names that hold the column's name", "Tcp: MyOutRsts OutRstsTotal\nTcp: 1 2\n", NoValue },
        { "another protocol has the same column before", "Udp: OutRsts\nUdp: 1\nTcp: OutRsts\nTcp: 2\n", "2" },
        { "a protocol whose name begins the same comes before", "TcpExt: OutRsts\nTcpExt: 1\nTcp: OutRsts\nTcp: 2\n", "2" },
        { "only a protocol whose name begins the same", "TcpExt: OutRsts\nTcpExt: 1\n", NoTable },
        { "a protocol whose name ends the same comes before", "MPTcp: OutRsts\nMPTcp: 1\nTcp: OutRsts\nTcp: 2\n", "2" },
        { "a negative value beside it", "Tcp: MaxConn OutRsts\nTcp: -1 2\n", "2" },
        { "a negative value", "Tcp: OutRsts\nTcp: -1\n", NoValue },
        { "a sign", "Tcp: OutRsts\nTcp: +1\n", NoValue },
        { "no number", "Tcp: OutRsts\nTcp: x\n", NoValue },
        { "a number with something behind", "Tcp: OutRsts\nTcp: 2x\n", NoValue },
        { "a fraction", "Tcp: OutRsts\nTcp: 2.5\n", NoValue },
        { "0", "Tcp: OutRsts\nTcp: 0\n", "0" },
        { "2^63", "Tcp: OutRsts\nTcp: 9223372036854775808\n", "9223372036854775808" },
        { "2^64-1", "Tcp: OutRsts\nTcp: 18446744073709551615\n", "18446744073709551615" },
        { "2^64", "Tcp: OutRsts\nTcp: 18446744073709551616\n", NoValue },
        { "30 digits", "Tcp: OutRsts\nTcp: 123456789012345678901234567890\n", NoValue },
        { "fewer values than names", "Tcp: InErrs OutRsts InCsumErrors\nTcp: 1 2\n", NoTable },
        { "more values than names", "Tcp: InErrs OutRsts\nTcp: 1 2 3\n", NoTable },
        { "an empty value", "Tcp: InErrs OutRsts\nTcp: 1 \n", NoValue },
        { "the first value is empty", "Tcp: InErrs OutRsts\nTcp:  12\n", "12" },
        { "no values", "Tcp: OutRsts\n", NoTable },
        { "the last line is not ended", "Tcp: OutRsts\nTcp: 2", NoTable },
        { "an empty file", "", NoTable },
        { "only line ends", "\n\n\n", NoTable },
        { "zeros", "\0\0\0\0", NoTable },
    };

    [Theory, MemberData(nameof(Files))]
    public void is_read_by_the_names_of_its_columns(string what, string file, string expected) =>
        Read(Encoding.UTF8.GetBytes(file), "Tcp:", "OutRsts").Should().Be(expected, what);

    [Theory]
    [InlineData("snmp", "Tcp:", "AttemptFails", "1")]
    [InlineData("snmp", "Tcp:", "EstabResets", "4")]
    [InlineData("snmp", "Tcp:", "OutRsts", "12")]
    [InlineData("snmp", "Tcp:", "MaxConn", NoValue)]
    [InlineData("snmp", "Udp:", "InDatagrams", "66")]
    [InlineData("netstat", "TcpExt:", "TCPAbortOnData", "7")]
    public void is_read_from_the_file_of_a_real_kernel(string file, string protocol, string column, string expected) =>
        Read(File.ReadAllBytes(Fixture(file)), protocol, column).Should().Be(expected);

    [Theory]
    [InlineData("snmp", "Tcp:", "OutRsts")]
    [InlineData("snmp", "UdpLite:", "MemErrors")]
    [InlineData("netstat", "TcpExt:", "TCPAbortOnTimeout")]
    [InlineData("netstat", "TcpExt:", "TCPAbortOnClose")]
    public void has_the_right_value_or_none_wherever_the_file_is_cut(string file, string protocol, string column)
    {
        byte[] content = File.ReadAllBytes(Fixture(file));
        string whole = Read(content, protocol, column);
        whole.Should().MatchRegex("^[0-9]+$");
        for (int length = 0; length < content.Length; length++)
        {
            string cut = Read(content.AsSpan(0, length), protocol, column);
            if (cut != whole)
            {
                cut.Should().BeOneOf([NoTable, NoValue], "{0} was cut after {1} bytes", file, length);
            }
        }
    }

    [Property(MaxTest = 500)]
    public void is_not_found_in_garbage_and_garbage_never_throws(byte[] garbage) =>
        Read(garbage, "Tcp:", "OutRsts").Should().Be(NoTable);

    [Property(MaxTest = 500)]
    public void never_throws_when_bytes_of_a_real_file_are_overwritten(byte[] garbage, ushort at)
    {
        byte[] content = File.ReadAllBytes(Fixture("snmp"));
        int start = at % content.Length;
        garbage.AsSpan(0, Math.Min(garbage.Length, content.Length - start)).CopyTo(content.AsSpan(start));
        Read(content, "Tcp:", "OutRsts").Should().NotBeNull();
    }

    [Property(MaxTest = 300)]
    public void gives_each_value_back_whatever_columns_stand_around_it(ulong[] values, ulong value, ulong[] more)
    {
        ulong[] all = [.. values, value, .. more];
        string names = string.Join(' ', all.Select((_, i) => i == values.Length ? "OutRsts" : $"Column{i}"));
        Read(Encoding.ASCII.GetBytes($"Tcp: {names}\nTcp: {string.Join(' ', all)}\n"), "Tcp:", "OutRsts").Should().Be($"{value}");
    }

    [Fact]
    public void has_no_columns_when_it_is_empty() => default(SnmpTable).TryRead("OutRsts"u8, out _).Should().BeFalse();

    private static string Fixture(string file) => Repository.Fixture($"6.18/proc/net/{file}");

    private static string Read(ReadOnlySpan<byte> file, string protocol, string column)
    {
        if (!SnmpTable.TryFind(file, Encoding.ASCII.GetBytes(protocol), out SnmpTable table))
        {
            return NoTable;
        }

        return table.TryRead(Encoding.ASCII.GetBytes(column), out ulong value) ? $"{value}" : NoValue;
    }
}
