using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using TcpResets.Logging;
using Xunit;

namespace TcpResets.Tests.Logging;

public sealed class The_log
{
    private static readonly int Pid = Environment.ProcessId;

    [Theory]
    [InlineData("Error", "ERROR")]
    [InlineData("Warning", "INFO ")]
    [InlineData("Info", "INFO ")]
    [InlineData("Debug", "INFO ")]
    public void has_two_levels_in_the_classic_form(string level, string word) =>
        Write(LogFormat.Classic, Enum.Parse<LogLevel>(level), "text")
            .Should().MatchRegex($@"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d: tcp-resets\.plugin {word} : MAIN : text$");

    [Fact]
    public void quotes_in_logfmt() =>
        Write(LogFormat.Logfmt, LogLevel.Notice, "a \"b\" \\ ü 'c'").Should().MatchRegex(
            @"^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z comm=tcp-resets\.plugin source=collector level=notice "
            + $@"tid={Pid} msg=""a \\""b\\"" \\\\ ü 'c'""$");

    [Fact]
    public void quotes_in_json() =>
        Write(LogFormat.Json, LogLevel.Error, "a \"b\" \\ ü 'c'").Should().MatchRegex(
            @"^\{""time"":\d{16},""comm"":""tcp-resets\.plugin"",""source"":""collector"",""level"":3,"
            + $@"""tid"":{Pid},""msg"":""a \\""b\\"" \\\\ ü 'c'""\}}$");

    [Theory]
    [InlineData("Classic")]
    [InlineData("Logfmt")]
    [InlineData("Json")]
    public void writes_a_message_as_one_line_without_control_characters(string format) =>
        Write(Enum.Parse<LogFormat>(format), LogLevel.Info, "a\nb\r\tc\e[0m\u0085d").Should().Contain("a b  c [0m d");

    [Theory]
    [InlineData("Emergency", 1)]
    [InlineData("Error", 4)]
    [InlineData("Warning", 5)]
    [InlineData("Debug", 8)]
    public void leaves_out_what_is_less_urgent_than_its_level(string level, int lines)
    {
        using LogFile file = new(new LogSettings(Enum.Parse<LogLevel>(level), LogFormat.Classic, null, false));
        foreach (LogLevel each in Enum.GetValues<LogLevel>())
        {
            file.Log.Write(each, "text");
        }

        file.Lines.Should().HaveCount(lines);
    }

    [Theory]
    [InlineData(true, "MESSAGE=a=b ü\nPRIORITY=4\nSYSLOG_IDENTIFIER=tcp-resets.plugin\nND_LOG_SOURCE=collector\n")]
    [InlineData(false, "<28>tcp-resets.plugin[{0}]: a=b ü")]
    public void goes_to_the_socket_of_the_journal_or_of_syslog(bool isJournal, string expected)
    {
        using TemporaryDirectory directory = new();
        string path = Path.Join(directory.Path, "socket");
        using Socket journal = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        journal.Bind(new UnixDomainSocketEndPoint(path));
        using LogFile file = new(new LogSettings(LogLevel.Info, LogFormat.Logfmt, path, isJournal));
        file.Log.Write(LogLevel.Warning, "a=b ü");
        byte[] datagram = new byte[1000];
        Encoding.UTF8.GetString(datagram, 0, journal.Receive(datagram))
            .Should().Be(expected.Replace("{0}", $"{Pid}", StringComparison.Ordinal));
        file.Lines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/nowhere/socket")]
    [InlineData("/dev/null")]
    [InlineData("/a/path/that/is/longer/than/the/108/bytes/which/the/kernel/has/room/for/in/an/address/of/a/unix/domain/socket")]
    public void goes_to_standard_error_if_nobody_listens_at_the_socket(string path)
    {
        using LogFile file = new(new LogSettings(LogLevel.Info, LogFormat.Logfmt, path, true));
        file.Log.Write(LogLevel.Warning, "text");
        file.Lines.Should().ContainSingle().Which.Should().EndWith("msg=\"text\"");
    }

    [Fact]
    public void that_cannot_be_written_stops_nothing() =>
        FluentActions
            .Invoking(() => new Log(new LogSettings(LogLevel.Info, LogFormat.Classic, null, false), -1).Write(LogLevel.Error, "text"))
            .Should().NotThrow();

    private static string Write(LogFormat format, LogLevel level, string message)
    {
        using LogFile file = new(new LogSettings(LogLevel.Debug, format, null, false));
        file.Log.Write(level, message);
        return file.Lines.Should().ContainSingle().Subject;
    }
}
