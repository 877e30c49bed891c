using System.Net;
using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class A_range_of_addresses
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.1.2.3/8", "10.9.9.9", true)] // what is behind the bits that count is of no account
    [InlineData("192.0.2.128/25", "192.0.2.127", false)]
    [InlineData("192.0.2.128/25", "192.0.2.128", true)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1/32", "::ffff:192.0.2.1", true)]
    [InlineData("0.0.0.0/0", "255.1.2.3", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("2001:DB8::1", "2001:db8::2", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "192.0.2.1", false)] // which is IPv4, though it is mapped
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.1.2.3", false)]
    [InlineData("::ffff:0:0/96", "11.1.2.3", true)]
    [InlineData("::/96", "0.0.0.1", false)]
    public void has_those_that_begin_alike(string text, string address, bool expected)
    {
        AddressRange.TryParse(text, out AddressRange range).Should().BeTrue();
        IPAddress parsed = IPAddress.Parse(address);
        Family family = parsed.MapToIPv6().IsIPv4MappedToIPv6 ? Family.IPv4 : Family.IPv6;
        range.Contains(Address.Of(parsed), family).Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("2001:db8::/129")]
    [InlineData("10.1")] // which inet_aton(3) takes for 10.0.0.1
    [InlineData("1")]
    [InlineData("010.0.0.1")] // which is octal, 8.0.0.1
    [InlineData("0x0a.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("256.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("localhost")]
    public void is_nothing_else(string text) => AddressRange.TryParse(text, out _).Should().BeFalse();
}
