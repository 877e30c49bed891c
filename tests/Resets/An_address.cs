using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class An_address
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:db8:0:1:1:1:1:1")] // one group is no gap: RFC 5952, section 4.2.2
    [InlineData("2001:0:0:1::1")] // the longer one
    [InlineData("2001:db8::1:0:0:1")] // the first one: RFC 5952, section 4.2.3
    [InlineData("1:2:3:4:5:6::")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("64:ff9b::c000:201")]
    [InlineData("::ffff:0:0:1")]
    public void is_written_as_people_know_it(string text)
    {
        Address.Of(IPAddress.Parse(text)).ToString().Should().Be(text);
        Text(Address.Of(IPAddress.Parse(text))).Should().Be(text);
    }

    [Fact]
    public void is_written_without_allocating()
    {
        Address[] addresses = [Address.Of(IPAddress.Parse("192.0.2.1")), Address.Of(IPAddress.Parse("2001:db8::1"))];
        Allocation.Of(() =>
        {
            Span<byte> text = stackalloc byte[Address.LongestText];
            foreach (Address address in addresses)
            {
                _ = address.Format(text);
            }
        }).Should().Be(0);
    }

    /// <summary>The framework writes the last 32 bits of some as an IPv4 address: none of these is made here.</summary>
    [Property(MaxTest = 2000)]
    public void is_written_as_the_framework_does(ushort seed, byte[] bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < 16; i++)
        {
            bytes[i] = (seed & (1 << (i / 2 * 2))) != 0 || i >= bits.Length ? (byte)0 : bits[i];
        }

        bytes[0] |= 0x20;
        bytes[9] |= 1; // no group 5 of 0 or 5efe behind one of 0
        bytes[8] |= 1;
        Address address = MemoryMarshal.Read<Address>(bytes);
        Text(address).Should().Be(new IPAddress(bytes).ToString());
        Address.Of(IPAddress.Parse(Text(address))).Should().Be(address);
    }

    private static string Text(Address address)
    {
        Span<byte> text = stackalloc byte[Address.LongestText];
        return Encoding.ASCII.GetString(text[..address.Format(text)]);
    }
}
