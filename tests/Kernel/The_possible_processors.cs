using System.Text;
using FluentAssertions;
using TcpResets.Linux;
using Xunit;

namespace TcpResets.Tests.Kernel;

public sealed class The_possible_processors
{
    [Theory]
    [InlineData("0\n", true, 0)]
    [InlineData("0-1\n", true, 1)]
    [InlineData("0,2-3\n", true, 3)]
    [InlineData("0-3,8\n", true, 8)]
    [InlineData("", false, 0)]
    [InlineData("\n", false, 0)]
    [InlineData("none\n", false, 0)]
    public void end_with_the_last_of_the_list(string list, bool isList, int last)
    {
        Processors.TryReadLast(Encoding.ASCII.GetBytes(list), out int found).Should().Be(isList);
        found.Should().Be(last);
    }

    [Fact]
    public void are_at_least_those_that_are_there()
    {
        Processors.NumberAfterLast(out int errno).Should().BeGreaterThanOrEqualTo(Environment.ProcessorCount);
        Processors.NumberAfterLastOnline().Should().BeInRange(Environment.ProcessorCount, Processors.NumberAfterLast(out _));
        errno.Should().Be(0);
    }
}
