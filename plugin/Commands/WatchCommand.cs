using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Packaging;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Services;
using TcpResets.Settings;
using TcpResets.Terminal;

namespace TcpResets.Commands;

/// <summary><c>watch</c>: a line a reset as it happens.</summary>
internal static class WatchCommand
{
    public const string Name = "watch";

    public static readonly string Examples = $"""
        Examples:
          sudo {Executable.Called} watch
              all of them, until Ctrl-C
          sudo {Executable.Called} watch --direction received --port 5432
              what hits connections with PostgreSQL, from either side
          sudo {Executable.Called} watch --kind closed_port --peer 10.0.0.0/8 --seconds 60
              which of our closed ports one network has tried in a minute
          sudo {Executable.Called} watch --json --count 1000 >resets.jsonl
              for programs
        """;

    public static Command Create(Option<NetworkScope?> scope)
    {
        Option<Direction?> direction = CommandLine.ChoiceOption<Direction>("--direction", "Only these.", "direction");
        Option<string[]> kind = new("--kind")
        {
            Description = "Only these, as in 'refused' or 'closed_port'; may be given more than once.",
            HelpName = "KIND",
        };
        kind.AcceptOnlyFromAmong([.. ResetFilter.KindWords]);
        Option<long?> port = Number("--port", "N", "Only of this service port; of either, where the role is unknown.", ushort.MaxValue);
        Option<AddressRange?> peer = new("--peer")
        {
            Description = "Only of these peers, as in 10.0.0.0/8 or 2001:db8::1.",
            HelpName = "CIDR",
            CustomParser = Range,
        };
        Option<string?> service = new("--service") { Description = "Only of this service.", HelpName = "NAME" };
        Option<long?> seconds = Number("--seconds", "N", "End after so many seconds.", int.MaxValue);
        Option<long?> count = Number("--count", "N", "End after so many resets were printed.", int.MaxValue);
        Option<bool> json = new("--json") { Description = "Print a JSON object a line." };
        Command watch = new(Name, "Print each reset as it happens: who, where, why. Needs root.")
        {
            direction, kind, port, peer, service, seconds, count, json, scope,
        };
        watch.SetAction(result => Watch(
            new ResetFilter
            {
                Direction = result.GetValue(direction),
                Kinds = result.GetValue(kind) ?? [],
                Port = (ushort?)result.GetValue(port),
                Peer = result.GetValue(peer),
                Service = result.GetValue(service),
            },
            result.GetValue(json),
            result.GetValue(seconds) * 1_000_000 ?? long.MaxValue,
            (ulong?)result.GetValue(count) ?? ulong.MaxValue,
            result.GetValue(scope),
            result));
        return watch;
    }

    private static int Watch(ResetFilter filter, bool isJson, long microseconds, ulong count, NetworkScope? scope, ParseResult command)
    {
        TextWriter errors = command.InvocationConfiguration.Error;
        AgentEnvironment environment = AgentEnvironment.OfThisProcess.OrWith(InstallLayout.ConfigDirectory("/"));
        using ServiceDirectory services = new(environment.HostPrefix, ClockGetTime.Boottime()); // with all privileges that there are
        PluginSettings settings = PluginSettings.Resolve(null, SourceChoice.Kernel, scope, environment);
        foreach (string problem in settings.Problems)
        {
            errors.WriteLine($"{Executable.Called}: {problem}");
        }

        // Root alone is told who lives in a network namespace, also in one that begins later (NetworkNamespaces).
        bool isRoot = FileTree.EffectiveUser() == 0 && !Privileges.AreOfAnotherUser;
        SourceLadder ladder = SourceLadder.Climb(settings with { HasEvents = true }, environment, new Log(environment.Log), isRoot);
        using ResetSource? source = ladder.Source;
        if (source is null)
        {
            PrivilegeAdvice.Print(ladder, command, errors);
            return ExitCode.CannotWork;
        }

        if (!source.HasEvents)
        {
            errors.WriteLine($"{Executable.Called}: there is nothing to watch: {ladder.Findings[0].Reason}");
            return ExitCode.CannotWork;
        }

        Interruption.IsNoted();
        errors.WriteLine($"{Executable.Called}: {ladder.Findings[0].Reason}; Ctrl-C ends it");
        ResetClock clock = new(ClockGetTime.TicksPerSecond());
        IResetPrinter printer = isJson
            ? new JsonResetPrinter(clock)
            : new TableResetPrinter(clock, Screen.Width, Screen.HasColors);
        ResetWatch watch = new(source, services, filter, printer, clock, new LoopClock(), FileDescriptor.Stdout)
        {
            EndsWhen = () => Interruption.HasCome,
        };
        int errno = watch.Run(microseconds, count);
        if (errno is not (0 or Errno.BrokenPipe or Errno.Interrupted))
        {
            errors.WriteLine($"{Executable.Called}: standard output: {Errno.Text(errno)}");
            return ExitCode.CannotWork;
        }

        errors.WriteLine($"{Executable.Called}: {watch.Shown} shown, {watch.LeftOut} left out by filters, "
            + $"{watch.Lost} lost, of which only the number is known");
        return ExitCode.Done;
    }

    /// <summary>An option that takes a whole number from 1 on.</summary>
    public static Option<long?> Number(string name, string unit, string description, int most) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= 1 && number <= most)
            {
                return number;
            }

            result.AddError($"{name}: '{word}' is not a whole number from 1 to {most}.");
            return null;
        },
    };

    private static AddressRange? Range(ArgumentResult result)
    {
        string word = result.Tokens[0].Value;
        if (AddressRange.TryParse(word, out AddressRange range))
        {
            return range;
        }

        result.AddError($"--peer: '{word}' is neither an address nor a range of them, as in 10.0.0.0/8 or 2001:db8::/32.");
        return null;
    }
}
