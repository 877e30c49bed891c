using System.Text;
using FluentAssertions;
using TcpResets.Procfs;
using Xunit;

namespace TcpResets.Tests.Procfs;

public sealed class A_counter_of_proc_net
{
    private readonly SnmpCounter counter = new("OutRsts");

    [Fact]
    public void grows_from_its_first_value()
    {
        Growths("100", "100", "107", "108").Should().Equal(0, 0, 7, 1);
    }

    [Fact]
    public void has_not_grown_when_it_goes_back_and_grows_from_there()
    {
        Growths("100", "90", "95").Should().Equal(0, 0, 5);
    }

    [Fact]
    public void that_is_missing_for_a_while_grows_by_all_that_came_meanwhile()
    {
        Growths("100", null, null, "103").Should().Equal(0, 0, 0, 3);
    }

    [Fact]
    public void that_is_missing_at_first_begins_with_its_first_value()
    {
        Growths(null, "100", "103").Should().Equal(0, 0, 3);
    }

    [Fact]
    public void grows_up_to_the_largest_64_bit_number()
    {
        Growths("9223372036854775807", "9223372036854775809", "18446744073709551615", "18446744073709551616", "3")
            .Should().Equal(0, 2, 9223372036854775806, 0, 0);
    }

    [Fact]
    public void says_when_it_has_gone_back_until_that_is_taken()
    {
        Growths("100");
        Read("99");
        counter.HasGoneBack.Should().BeTrue();
        counter.TakeGrowth();
        counter.HasGoneBack.Should().BeFalse();
    }

    [Fact]
    public void begins_anew_when_told_so_however_much_it_has_grown()
    {
        Growths("100");
        Read("1000000");
        counter.BeginAnew();
        counter.TakeGrowth().Should().Be(0);
        Growths("1000001").Should().Equal(1);
    }

    private ulong[] Growths(params string?[] values) => [.. values.Select(value =>
    {
        Read(value);
        counter.IsThere.Should().Be(value is not null and not "18446744073709551616");
        return counter.TakeGrowth();
    })];

    private void Read(string? value)
    {
        byte[] file = Encoding.ASCII.GetBytes(value is null ? "Tcp: InErrs\nTcp: 7\n" : $"Tcp: OutRsts\nTcp: {value}\n");
        SnmpTable.TryFind(file, "Tcp:"u8, out SnmpTable table).Should().BeTrue();
        counter.Read(table);
    }
}
