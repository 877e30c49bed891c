using System.Globalization;
using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Logging;
using Xunit;

namespace TcpResets.Tests.Logging;

public sealed class A_line_that_is_printed
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/etc/netdata/tcp-resets.conf:3: 'größe' — ✓ 😀", "/etc/netdata/tcp-resets.conf:3: 'größe' — ✓ 😀")]
    [InlineData("a\r\nb\tc\0d\u007fe", "a  b c d e")]
    [InlineData("\e[2J\e]0;title\a", " [2J ]0;title ")]
    [InlineData("\u009b2J\u0085\u0090", " 2J  ")] // CSI, NEL and DCS in one character
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069.", "            .")]
    [InlineData("a\u200b\ufeff\u00adb", "a   b")]
    [InlineData("\U000e0041.", " .")] // a tag: half a pair is no character, but the pair is one
    public void has_a_blank_for_what_is_not_seen_as_itself(string text, string expected) => OneLine.Of(text).Should().Be(expected);

    [Fact]
    public void has_a_character_in_place_of_half_a_pair() => OneLine.Of("\ud83d.\ude00").Should().Be("\ufffd.\ufffd");

    [Theory]
    [InlineData(4000, 4000)]
    [InlineData(4001, 4003)]
    [InlineData(1_000_000, 4003)]
    public void ends(int length, int expected) => OneLine.Of(new string('x', length)).Should().HaveLength(expected);

    [Property(MaxTest = 2000)]
    public void has_no_character_that_steers_whatever_is_put_into_it(char[]? any, byte[]? bytes, char steering)
    {
        // Any character at all, those that matter more often, and bytes that are no UTF-8, as files and arguments have them.
        string text = string.Concat(any ?? []) + (char)(steering % 0xa0) + (char)(0x2000 + (steering % 0x70))
            + Encoding.UTF8.GetString(bytes ?? []);
        string line = OneLine.Of(text);
        line.Should().NotContainAny("\n", "\r", "\e", "\u009b", "\u2028", "\u202e");
        line.EnumerateRunes().Should().OnlyContain(rune => Rune.IsValid(rune.Value) && !Steers(Rune.GetUnicodeCategory(rune)));
        OneLine.Of(line).Should().Be(line);
    }

    private static bool Steers(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
