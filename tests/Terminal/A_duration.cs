using System.Text;
using FluentAssertions;
using TcpResets.Terminal;
using Xunit;

namespace TcpResets.Tests.Terminal;

public sealed class A_duration
{
    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(999, "999ms")]
    [InlineData(1000, "1.0s")]
    [InlineData(5049, "5.0s")]
    [InlineData(9999, "9.9s")]
    [InlineData(10_000, "10s")]
    [InlineData(350_999, "350s")]
    [InlineData(7_200_000, "7200s")]
    [InlineData(4_294_967_295_000, "4294967295s")]
    public void is_short_and_in_seconds(ulong milliseconds, string expected)
    {
        Span<byte> text = stackalloc byte[32];
        Encoding.ASCII.GetString(text[..Duration.Format(milliseconds, text)]).Should().Be(expected);
    }
}
