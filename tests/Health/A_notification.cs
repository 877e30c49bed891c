using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Health;

/// <summary>What people get who are notified: Netdata's own alarm-notify.sh sends what stands in the health file.</summary>
public sealed class A_notification
{
    private static readonly string[] Statuses = ["WARNING", "CLEAR"];

    public static TheoryData<string, string> Alerts
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (Alarm alarm in HealthFile.Alarms.Where(alarm => alarm.Warn is not null))
            {
                foreach (string status in Statuses)
                {
                    rows.Add(alarm.Name, status);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void arrives_whole_with_the_address_of_the_guide_in_every_messenger(string name, string status)
    {
        Alarm alarm = HealthFile.Alarm(name);
        string info = alarm.Lines["info"];
        string guide = Regex.Match(info, @"http://\S+$").Value;
        guide.Should().NotBeEmpty();
        using TemporaryDirectory directory = new();
        Messengers messengers = new(directory.Path, "everybody");

        Send(directory.Path, alarm, status);

        string telegram = TelegramHtml.TextOf(messengers.Telegram.Should().ContainSingle().Subject.Text);
        telegram.Should().EndWith($"\n{info}");
        JsonElement slack = messengers.Hooks("slack.example").Should().ContainSingle().Subject.GetProperty("attachments")[0];
        slack.GetProperty("text").GetString().Should().Be(info);
        slack.GetProperty("fallback").GetString().Should().EndWith($" - {info}");
        messengers.Hooks("discord.example").Should().ContainSingle().Subject.GetProperty("attachments")[0]
            .GetProperty("text").GetString().Should().Be(info);
        JsonElement pagerDuty = messengers.PagerDuty.Should().ContainSingle().Subject;
        pagerDuty.GetProperty("event_type").GetString().Should().Be(status == "CLEAR" ? "resolve" : "trigger");
        pagerDuty.GetProperty("details").GetProperty("info").GetString().Should().Be(info);
        string mail = messengers.Mails.Should().ContainSingle().Subject.Text;
        mail.Should().MatchRegex($"(?m)^.*{Regex.Escape(info)}$", "of the part in plain text it ends a line");
        mail.Should().Contain($"Details: {info}</div>");
        WebUtility.HtmlEncode(info).Should().Be(info, "a browser shows it as it is");
    }

    [Theory]
    [InlineData("It is <b>bold</b> and <a href=\"http://x/y?a=b&c=d\">a link</a> &lt;here&gt;", "It is bold and a link &lt;here&gt;")]
    [InlineData("What to do: <a href=/guides/tcp/x.html>guide</a>", null)]
    [InlineData("<p>no paragraph</p>", null)]
    [InlineData("<b>open", null)]
    [InlineData("<b><i>crossed</b></i>", null)]
    [InlineData("closed</b>", null)]
    [InlineData("1 < 2", null)]
    [InlineData("this & that", null)]
    [InlineData("&nbsp;", null)]
    public void is_held_to_what_Telegram_takes(string message, string? text)
    {
        Func<string> read = () => TelegramHtml.TextOf(message);
        if (text is null)
        {
            read.Should().Throw<FormatException>();
        }
        else
        {
            read().Should().Be(text);
        }
    }

    // As health_alarm_execute() of 1.37.1 calls it.
    private static void Send(string configuration, Alarm alarm, string status)
    {
        string when = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string before = status == "CLEAR" ? "WARNING" : "CLEAR";
        CommandResult sent = Command.Run(
            "env",
            [
                $"NETDATA_USER_CONFIG_DIR={configuration}", $"NETDATA_CACHE_DIR={configuration}", Messengers.Script,
                "everybody", "web1", "7", "3", "2", when, alarm.Name, alarm.On, "tcp", status, before, "200", "0",
                "22@/etc/netdata/health.d/tcp_resets.conf", "600", "0", alarm.Lines["units"], alarm.Lines["info"],
                "200 resets/s", "0 resets/s", alarm.Lines["warn"],
                "[ $this = 200 ]", "1", "0", "", "", alarm.Lines["class"], "edit=22=conf", "",
            ]);
        sent.ExitCode.Should().Be(0, sent.Said);
    }
}
