using System.Globalization;
using System.Text.Json;

namespace TcpResets.Tests.Health;

/// <summary>
/// Telegram, Slack, Discord, PagerDuty and mail, as Netdata's alarm-notify.sh sees them: a <c>curl</c> and a <c>sendmail</c> that keep what
/// they get, in a directory that is the agent's configuration directory, too.
/// </summary>
internal sealed class Messengers
{
    /// <summary>What agents call: of Debian's package netdata-plugins-bash.</summary>
    public const string Script = "/usr/lib/netdata/plugins.d/alarm-notify.sh";

    private static readonly string[] Methods = ["email", "telegram", "slack", "discord", "pd"];

    private readonly string kept;

    /// <summary>Puts the configuration into a directory, for every role that is given.</summary>
    public Messengers(string configuration, params string[] roles) : this(configuration, configuration, roles)
    {
    }

    private Messengers(string configuration, string seen, string[] roles)
    {
        kept = Path.Join(configuration, "kept");
        Directory.CreateDirectory(kept);
        Command.Output("chmod", "1777", kept); // the agent is another user
        Keeper("curl", "printf '%s\\0' \"$@\" >\"$file\"; echo 200");
        Keeper("sendmail", "cat >\"$file\"");
        File.WriteAllLines(Path.Join(configuration, "health_alarm_notify.conf"),
        [
            $"curl='{Path.Join(seen, "curl")}'", $"sendmail='{Path.Join(seen, "sendmail")}'",
            "TELEGRAM_BOT_TOKEN=bot", "SLACK_WEBHOOK_URL=https://slack.example", "DISCORD_WEBHOOK_URL=https://discord.example",
            "SEND_EMAIL=YES", "SEND_SYSLOG=NO", "SEND_PD=YES", "DEFAULT_RECIPIENT_PD=somebody", "USE_PD_VERSION=1",
            .. Methods.SelectMany(method => roles.Select(role => $"role_recipients_{method}[{role}]=somebody")),
        ]);

        void Keeper(string name, string keep)
        {
            string path = Path.Join(configuration, name);

            // Written under another name first, so that nobody reads half of it.
            File.WriteAllText(
                path,
                $"#!/bin/bash\nfile='{Path.Join(seen, "kept")}'/$(date +%s%N)-$$\n{keep}\n"
                    + $"mv \"$file\" \"${{file%/*}}/{name}-${{file##*/}}\"\n");
            Command.Output("chmod", "755", path);
        }
    }

    /// <summary>The same, where the agent sees the directory at another place.</summary>
    public static Messengers SeenAt(string seen, string configuration, params string[] roles) => new(configuration, seen, roles);

    /// <summary>The messages to a Telegram chat, as sent, the oldest first.</summary>
    public IReadOnlyList<Message> Telegram =>
        [.. Requests("api.telegram.org").Select(request => new Message(request.SentAt, Data(request, "text=")))];

    /// <summary>What PagerDuty got.</summary>
    public IReadOnlyList<JsonElement> PagerDuty =>
        [.. Requests("events.pagerduty.com").Select(request => Json(Arguments(request).SkipWhile(each => each != "--data").ElementAt(1)))];

    /// <summary>The mails, with their headers.</summary>
    public IReadOnlyList<Message> Mails => Kept("sendmail");

    /// <summary>What a web hook of Slack's form got.</summary>
    public IReadOnlyList<JsonElement> Hooks(string host) => [.. Requests(host).Select(request => Json(Data(request, "payload=")))];

    private IEnumerable<Message> Requests(string host) => Kept("curl").Where(request => new Uri(Arguments(request)[^1]).Host == host);

    // The number of the process, last in the name, tells two of the same moment apart.
    private Message[] Kept(string name) =>
    [
        .. Directory.GetFiles(kept, name + "-*").Order(StringComparer.Ordinal)
            .Select(file => new Message(TimeIn(Path.GetFileName(file).Split('-')[1]), File.ReadAllText(file))),
    ];

    private static DateTimeOffset TimeIn(string nanoseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1_000_000);

    private static string[] Arguments(Message request) => request.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static string Data(Message request, string begin) =>
        Arguments(request).Single(argument => argument.StartsWith(begin, StringComparison.Ordinal))[begin.Length..];

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
