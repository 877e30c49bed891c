using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Netdata;
using Xunit;

namespace TcpResets.Tests.Netdata;

public sealed class The_writer_of_the_protocol
{
    private readonly PluginsdWriter writer = new(-1);

    [Fact]
    [Trait("rewrites", "golden")]
    public void writes_each_line_as_agents_read_it()
    {
        writer.Chart("ipv4.tcp_resets", "Resets", "resets/s", "tcp", "ipv4.tcp_resets", "line", 5291, 7, "snmp");
        writer.Label("source", "snmp");
        writer.LabelCommit();
        writer.Dimension("received", "received", 1);
        writer.Dimension("sent", "sent", -1);
        writer.Begin("ipv4.tcp_resets"u8, 0);
        writer.Set("received"u8, 0);
        writer.End();
        writer.Begin("ipv4.tcp_resets"u8, 1_000_123);
        writer.Set("received"u8, 42);
        writer.End();
        writer.KeepAlive();
        writer.Function("name", 10, "what it's for", "top", 0x13, 100);
        writer.FunctionResultBegin("0123-abcd", 200, 1_790_000_001);
        writer.Append("{}\n"u8);
        writer.FunctionResultEnd();
        Golden.ShouldBe(writer.Pending, "protocol/every-keyword.txt");
    }

    [Theory]
    [InlineData("it's", "it`s")]
    [InlineData("a\\", "a/")]
    [InlineData("a\nCHART b\r\n", "a CHART b  ")]
    [InlineData("tab\tand\0zero\x7f", "tab and zero ")]
    [InlineData("\"quoted\"", "\"quoted\"")]
    [InlineData("größer – 重置 🙂", "größer – 重置 🙂")]
    [InlineData("", "")]
    public void replaces_what_would_end_a_word(string text, string expected)
    {
        writer.Label("name", text);
        Encoding.UTF8.GetString(writer.Pending).Should().Be($"CLABEL 'name' '{expected}' 1\n");
    }

    [Fact]
    public void writes_UTF_8_whatever_a_text_holds()
    {
        writer.Label("name", "half a pair \ud83d");
        Encoding.UTF8.GetString(writer.Pending).Should().Be("CLABEL 'name' 'half a pair \ufffd' 1\n");
    }

    [Property]
    public void keeps_any_text_to_one_word_of_one_line(string? text)
    {
        PluginsdWriter any = new(-1);
        any.Label("name", text ?? "");
        string line = Encoding.UTF8.GetString(any.Pending);
        line.Count(c => c == '\n').Should().Be(1);
        Words(line).Should().HaveCount(4).And.HaveElementAt(3, "1");
    }

    [Theory]
    [InlineData(0UL, "0")]
    [InlineData(9223372036854775807UL, "9223372036854775807")]
    [InlineData(9223372036854775808UL, "9223372036854775807")]
    [InlineData(ulong.MaxValue, "9223372036854775807")]
    public void never_writes_a_number_that_an_agent_reads_as_negative(ulong value, string expected)
    {
        writer.Set("sent"u8, value);
        Encoding.UTF8.GetString(writer.Pending).Should().Be($"SET sent = {expected}\n");
    }

    [Fact]
    public void hands_over_what_is_pending_once()
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("output", "");
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            PluginsdWriter toFile = new((int)file.DangerousGetHandle());
            toFile.Label("name", new string('x', 100_000));
            toFile.Flush().Should().Be(0);
            toFile.Pending.Length.Should().Be(0);
            toFile.Flush().Should().Be(0);
        }

        File.ReadAllText(path).Should().Be($"CLABEL 'name' '{new string('x', 100_000)}' 1\n");
    }

    [Fact]
    public void takes_what_another_writes_into_it()
    {
        writer.End();
        "one"u8.CopyTo(writer.GetSpan(3));
        writer.Advance(3);
        "two"u8.CopyTo(writer.GetMemory(100_000).Span);
        writer.Advance(3);
        writer.End();
        Encoding.UTF8.GetString(writer.Pending).Should().Be("END\nonetwoEND\n");
    }

    [Fact]
    public void says_why_nobody_took_it()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        PluginsdWriter toFull = new((int)full.DangerousGetHandle());
        toFull.End();
        toFull.Flush().Should().Be(28, "that is ENOSPC");
    }

    // As quoted_strings_splitter() in libnetdata/libnetdata.c takes a line apart: words end at blanks, or at the quote they begin
    // with; a backslash takes the next character with it.
    private static List<string> Words(string line)
    {
        List<string> words = [];
        for (int i = 0; i < line.Length;)
        {
            if (char.IsAsciiLetterOrDigit(line[i]) || line[i] is '\'' or '_')
            {
                char end = line[i] == '\'' ? line[i++] : ' ';
                int start = i;
                while (i < line.Length && line[i] != end && line[i] != '\n')
                {
                    i += line[i] == '\\' ? 2 : 1;
                }

                words.Add(line[start..Math.Min(i, line.Length)]);
            }

            i++;
        }

        return words;
    }
}
