using FluentAssertions;
using TcpResets.Procfs;
using Xunit;

namespace TcpResets.Tests.Procfs;

public sealed class The_table_of_a_protocol
{
    [Fact]
    public void is_read_by_the_name_of_the_column()
    {
        SnmpTable.TryFind("Ip: A B\nIp: 1 2\nTcp: OutRsts New InErrs\nTcp: 7 8 9\n"u8, "Tcp:"u8, out SnmpTable table).Should().BeTrue();
        table.TryRead("InErrs"u8, out ulong value).Should().BeTrue();
        value.Should().Be(9);
    }
}
