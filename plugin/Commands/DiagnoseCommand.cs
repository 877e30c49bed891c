using System.CommandLine;
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

/// <summary><c>diagnose</c>: the causes, the heaviest first, and what to do next.</summary>
internal static class DiagnoseCommand
{
    public const string Name = Diagnosis.Command;

    public static readonly string Examples = $"""
        Examples:
          sudo {Executable.Called} diagnose
              the causes of the last hour and of 5 seconds from now on
          sudo {Executable.Called} diagnose --seconds 60
              of what comes seldom
          sudo {Executable.Called} diagnose --json | jq '.causes[0]'
              the first cause, for programs

        Exit status: 0, nothing unusual; 3, something is wrong; 1, it cannot work here.
        """;

    private const int UsualSeconds = 5, MostSeconds = 3600;

    public static Command Create(Option<NetworkScope?> scope)
    {
        Option<long?> seconds = new("--seconds")
        {
            Description = $"Watch for so many seconds, 1 to {MostSeconds}; {UsualSeconds} if not told.",
            HelpName = "N",
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                bool isNumber = long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
                if (isNumber && number is >= 1 and <= MostSeconds)
                {
                    return number;
                }

                result.AddError($"--seconds: '{word}' is not a whole number from 1 to {MostSeconds}.");
                return null;
            },
        };
        Option<bool> json = new("--json") { Description = "Print one JSON document." };
        Command diagnose = new(Name, "Name the causes of resets and the next step. Needs root.") { seconds, json, scope };
        diagnose.SetAction(result => Diagnose(
            result.GetValue(seconds) ?? UsualSeconds, result.GetValue(json), result.GetValue(scope), result));
        return diagnose;
    }

    private static int Diagnose(long seconds, bool isJson, NetworkScope? scope, ParseResult command)
    {
        TextWriter errors = command.InvocationConfiguration.Error;
        AgentEnvironment environment = AgentEnvironment.OfThisProcess.OrWith(
            InstallLayout.ConfigDirectory("/"), InstallLayout.CacheDirectory("/"));

        // Root is told more: whose a socket is, what other namespaces have. Not the agent's user, to whom the executable only lends it.
        bool isRoot = FileTree.EffectiveUser() == 0 && !Privileges.AreOfAnotherUser;
        PluginSettings settings = PluginSettings.Resolve(null, SourceChoice.Kernel, scope, environment) with { HasEvents = true };
        SourceLadder ladder = SourceLadder.Climb(settings, environment, new Log(environment.Log), isRoot);
        using ResetSource? source = ladder.Source;
        using ServiceDirectory services = new(environment.HostPrefix, ClockGetTime.Boottime());
        LoopClock clock = new();
        FlowTable remembered = new(settings.TableRows, services, ClockGetTime.TicksPerSecond());
        remembered.Clock.Set(clock.Boottime, clock.Realtime);
        bool hasHistory = ReadHistory(environment.CacheDirectory, remembered, errors);
        if (source is null)
        {
            PrivilegeAdvice.Print(ladder, command, errors);
            if (!hasHistory)
            {
                return ExitCode.CannotWork;
            }

            errors.WriteLine($"{Executable.Called}: so this is of the history of the last hour alone");
        }

        FlowTable watched = new(settings.TableRows, services, ClockGetTime.TicksPerSecond());
        double watchedFor = source is null ? 0 : Watch(source, watched, clock, seconds, errors);
        remembered.Clock.Set(clock.Boottime, clock.Realtime);
        List<Crowd> crowds = Diagnosis.Look(remembered.Rows, watched.Rows, Math.Max(watchedFor, 1));
        List<Cause> causes = Diagnosis.Explain(crowds, new HostFactsReader(isRoot).Read(crowds));
        Print(causes, isJson, clock.Realtime, watchedFor, hasHistory, command.InvocationConfiguration.Output);
        return causes.Count > 0 && causes[0].IsUnusual ? ExitCode.SomethingIsWrong : ExitCode.Done;
    }

    private static bool ReadHistory(string directory, FlowTable table, TextWriter errors)
    {
        string path = Path.Join(directory, PluginSettings.HistoryFileName);
        string? problem = directory.Length == 0 || !FileStatus.Of(path).Exists
            ? HistoryFile.NotFound
            : HistoryFile.Load(path, table);
        if (problem is not null)
        {
            errors.WriteLine($"{Executable.Called}: {OneLine.Of(problem)}");
        }

        return problem is null;
    }

    private static double Watch(ResetSource source, FlowTable table, LoopClock clock, long seconds, TextWriter errors)
    {
        Interruption.IsNoted();
        bool isSeen = FileDescriptor.IsTerminal(FileDescriptor.Stderr);
        DiagnosisWatch watch = new(source, table, clock)
        {
            EndsWhen = () => Interruption.HasCome,
            Progress = passed =>
            {
                if (isSeen)
                {
                    errors.Write($"\r{Executable.Called}: watching, {passed} of {seconds} s; Ctrl-C is enough ");
                    errors.Flush();
                }
            },
        };
        watch.Run(seconds);
        if (isSeen)
        {
            errors.Write($"\r{new string(' ', 72)}\r");
            errors.Flush();
        }

        return watch.Seconds;
    }

    private static void Print(
        List<Cause> causes, bool isJson, long time, double seconds, bool hasHistory, TextWriter output)
    {
        if (!isJson)
        {
            DiagnosisText text = new(Screen.Width, Screen.HasColors, Executable.Called);
            output.Write(text.Of(causes, hasHistory ? null : seconds));
            return;
        }

        OutputBuffer buffer = new();
        DiagnosisJson.Write(buffer, causes, time, seconds, hasHistory, Executable.Called);
        output.Write(System.Text.Encoding.UTF8.GetString(buffer.Written));
    }
}
