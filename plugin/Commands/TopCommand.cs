using System.CommandLine;
using System.Text;
using System.Text.Json;
using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Packaging;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Services;
using TcpResets.Settings;
using TcpResets.Terminal;

namespace TcpResets.Commands;

/// <summary><c>top</c>: a live table of who, where and why.</summary>
internal static class TopCommand
{
    public const string Name = "top";

    public static readonly string Examples = $"""
        Examples:
          sudo {Executable.Called} top                       live, until q
          {Executable.Called} top --once                     the last hour, as the plugin has written it down
          sudo {Executable.Called} top --once --seconds 10   and ten seconds more
          {Executable.Called} top --once --json              the same for programs

        Keys: r rate, t total, s since, l last seen (sort); d direction, / text, Esc no text (filter); q end.
        Between service and peer: ← the peer has sent it, → this host has, × it has ended nothing.
        """;

    private const int HandOverAt = 32 * 1024;

    // A search a screen must not be slow by: many processes are then without a name.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static Command Create(Option<NetworkScope?> scope)
    {
        Option<bool> once = new("--once") { Description = "Print the table once and end, as without a terminal." };
        Option<long?> seconds = WatchCommand.Number("--seconds", "N", "Watch so many seconds and end.", int.MaxValue);
        Option<bool> json = new("--json") { Description = "Print one JSON document and end." };
        Command top = new(Name, "Show a live table of who resets what, and why, beginning with the last hour.")
        {
            once, seconds, json, scope,
        };
        top.SetAction(result => Show(
            result.GetValue(once) || result.GetValue(json) || !Screen.IsCapable || !FileDescriptor.IsTerminal(FileDescriptor.Stdin),
            result.GetValue(json),
            result.GetValue(seconds),
            result.GetValue(scope),
            result));
        return top;
    }

    private static int Show(bool isOnce, bool isJson, long? seconds, NetworkScope? scope, ParseResult command)
    {
        TextWriter errors = command.InvocationConfiguration.Error;
        AgentEnvironment environment = AgentEnvironment.OfThisProcess
            .OrWith(InstallLayout.ConfigDirectory("/"), InstallLayout.CacheDirectory("/"));
        PluginSettings settings = PluginSettings.Resolve(null, SourceChoice.Kernel, scope, environment) with { HasEvents = true };
        string history = Path.Join(environment.CacheDirectory, PluginSettings.HistoryFileName);
        bool attaches = !isOnce || seconds is not null;

        // With all privileges that there are. What is written down has its names: nobody is looked for without a source.
        using ServiceDirectory? directory = attaches ? new(environment.HostPrefix, ClockGetTime.Boottime()) : null;
        IServiceDirectory services = directory is null ? new OnlyHost() : directory;
        FlowTable table = NewTable();
        table.Clock.Set(ClockGetTime.Boottime(), ClockGetTime.Realtime());

        // Root without capabilities could not read what is the agent's; others read it without theirs, or those that are lent to them.
        bool isRoot = FileTree.EffectiveUser() == 0 && !Privileges.AreOfAnotherUser;
        string? problem = isRoot && environment.CacheDirectory.Length > 0 ? HistoryFile.Load(history, table) : null;
        SourceLadder? ladder = attaches
            ? SourceLadder.Climb(settings, environment, new Log(environment.Log), keepsPrivileges: isRoot) // of the processes, too
            : null;
        using ResetSource? source = ladder?.Source;
        if (!isRoot && Privileges.DropAll() && environment.CacheDirectory.Length > 0)
        {
            problem = HistoryFile.Load(history, table);
        }

        if (!attaches && (environment.CacheDirectory.Length == 0 || !FileStatus.Of(history).Exists))
        {
            problem = HistoryFile.NotFound;
        }

        if (problem is not null)
        {
            errors.WriteLine($"{Executable.Called}: {problem}");
        }

        if (ladder is not null && source is null && isOnce)
        {
            PrivilegeAdvice.Print(ladder, command, errors);
            return ExitCode.CannotWork;
        }

        TopFeed feed = new(source, table, history, new LoopClock(), NewTable);
        feed.Refresh();
        Interruption.IsNoted();
        long end = seconds is { } limit ? ClockGetTime.Boottime() + (limit * 1_000_000) : long.MaxValue;
        TopView view = new();
        FlowOwners owners = new(isRoot ? new SocketOwners(Patience) : null);
        if (!isOnce)
        {
            string origin = source is null ? "not attached (needs root): the plugin's file of the last hour" : "the last hour, and live";
            if (AlternateScreen.Enter())
            {
                new TopScreen(feed, view, owners, origin, () => Interruption.HasCome).Run(end);
                AlternateScreen.Leave();
            }

            return ExitCode.Done;
        }

        while (source is not null && ClockGetTime.Boottime() < end && !Interruption.HasCome)
        {
            _ = Poll.IsAbandoned(-1, Math.Min(1_000_000, end - ClockGetTime.Boottime()));
            feed.Refresh();
        }

        IReadOnlyList<Flow> rows = view.Select(feed.Table.Rows);
        owners.Learn(rows, ClockGetTime.Boottime());
        int errno = isJson ? PrintJson(rows, owners) : PrintTable(rows, owners);
        if (errno is 0 or Errno.BrokenPipe or Errno.Interrupted)
        {
            return ExitCode.Done;
        }

        errors.WriteLine($"{Executable.Called}: standard output: {Errno.Text(errno)}");
        return ExitCode.CannotWork;

        FlowTable NewTable() => new(settings.TableRows, services, ClockGetTime.TicksPerSecond());
    }

    // Both hand over as they go: a long table needs no long buffer.
    private static int PrintJson(IReadOnlyList<Flow> rows, FlowOwners owners)
    {
        OutputBuffer output = new();
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteString("time"u8, FlowJson.Time(ClockGetTime.Realtime()));
        json.WriteStartArray("rows"u8);
        int errno = 0;
        for (int row = 0; row < rows.Count && errno == 0; row++)
        {
            json.WriteStartObject();
            FlowJson.WriteProperties(json, rows[row]);
            if (owners.Of(rows[row]) is { } owner)
            {
                json.WriteNumber("pid"u8, owner.Process);
                json.WriteString("process"u8, owner.Command);
            }

            json.WriteEndObject();
            if (output.Length + json.BytesPending >= HandOverAt)
            {
                json.Flush();
                errno = HandOver(output);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.Write((byte)'\n');
        return errno != 0 ? errno : HandOver(output);
    }

    private static int PrintTable(IReadOnlyList<Flow> rows, FlowOwners owners)
    {
        OutputBuffer output = new();
        TopTable table = new(Screen.Width, owners.Of);
        int errno = Line(table.Head(rows, rows.Count));
        for (int row = 0; row < rows.Count && errno == 0; row++)
        {
            errno = Line(table.Row(rows[row]));
        }

        return errno != 0 ? errno : HandOver(output);

        int Line(string text)
        {
            output.Write(Encoding.UTF8.GetBytes(text));
            output.Write((byte)'\n');
            return output.Length >= HandOverAt ? HandOver(output) : 0;
        }
    }

    private static int HandOver(OutputBuffer output) => output.Flush(FileDescriptor.Stdout, () => Interruption.HasCome);
}
