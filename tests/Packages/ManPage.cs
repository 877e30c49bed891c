using System.CommandLine;
using System.Text;
using TcpResets.Commands;
using Command = System.CommandLine.Command;

namespace TcpResets.Tests.Packages;

/// <summary><c>tcp-resets(8)</c>, from the tree of commands; version and date are put in where it is packed.</summary>
internal static class ManPage
{
    private static readonly Dictionary<string, string> Examples = new()
    {
        [WatchCommand.Name] = WatchCommand.Examples,
        [TopCommand.Name] = TopCommand.Examples,
        [DiagnoseCommand.Name] = DiagnoseCommand.Examples,
    };

    public static string Render()
    {
        StringBuilder page = new($"""
            .\" Made from the tree of commands, plugin/Commands/CommandLine.cs, by `make golden`.
            .TH TCP\-RESETS 8 "@DATE@" "tcp\-resets.plugin @VERSION@" "System Administration"
            .SH NAME
            tcp\-resets \- who is resetting our TCP connections, and why
            .SH SYNOPSIS

            """);
        page.AppendJoin(".br\n", CommandTree.Commands.Select(command =>
            $".B tcp\\-resets {command.Name}\n{Arguments(command)}[\\fIoptions\\fR]\n"));
        page.Append($"""
            .SH DESCRIPTION
            {Text(CommandTree.Program.Description!)}
            It counts by BPF, which is exact, from Linux 5.8 on; elsewhere it estimates from the kernel's counters, and says so.
            The agent runs it as
            .BR tcp\-resets.plugin ;
            under the name
            .B tcp\-resets
            a person calls its commands.
            .PP
            When an alert is raised, begin with
            .BR "sudo tcp\-resets diagnose" .
            .SH COMMANDS

            """);
        foreach (Command command in CommandTree.Commands)
        {
            page.Append($".SS {command.Name}\n{Text(command.Description!)}\n");
            page.Append(string.Concat(CommandTree.OptionsOf(command).Where(option => option.Name != "--help").Select(Entry)));
            if (Examples.TryGetValue(command.Name, out string? examples))
            {
                page.Append($".PP\n.nf\n{Text(examples.Replace(Executable.Name, Executable.Command, StringComparison.Ordinal))}\n.fi\n");
            }
        }

        return page.Append($"""
            .SH OPTIONS
            {string.Concat(CommandTree.Program.Options.Select(Entry))}.SH EXIT STATUS
            .TP
            .B {ExitCode.Done}
            Done; of diagnose, nothing unusual.
            .TP
            .B {ExitCode.CannotWork}
            It cannot work here, for the reason that it tells.
            .TP
            .B {ExitCode.WrongUsage}
            Wrong usage.
            .TP
            .B {ExitCode.SomethingIsWrong}
            Of diagnose: something is wrong.
            .SH FILES
            .TP
            .I /etc/netdata/tcp\-resets.conf
            The configuration; every key is explained there.
            .TP
            .I /etc/netdata/health.d/tcp_resets.conf
            The alerts, in the place of the agent's own on resets; thresholds and recipients are changed there.
            .TP
            .I /var/cache/netdata/tcp\-resets.history.json
            The last hour, as the plugin has written it down.
            .TP
            .I /usr/share/netdata/web/guides/
            The guides, which the agent serves below
            .I /guides/
            and
            .B tcp\-resets guide
            prints.
            .PP
            An agent with a prefix of its own has these below that.
            .SH SEE ALSO
            .BR ss (8),
            .BR tcpdump (8),
            .BR tcp (7),
            .BR capabilities (7)

            """).ToString();
    }

    private static string Arguments(Command command) =>
        string.Concat(command.Arguments.Select(argument => $"[\\fI{Text(argument.HelpName ?? argument.Name)}\\fR]\n"));

    private static string Entry(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name).Select(name => $"\\fB{Text(name)}\\fR"));
        string value = CommandTree.TakesValue(option) ? $" \\fI{Text(option.HelpName!)}\\fR" : "";
        return $".TP\n{names}{value}\n{Text(option.Description!)}\n";
    }

    // groff_char(7): what stands for itself must not be taken for a hyphen, an escape or, at the start of a line, a request.
    private static string Text(string text) => string.Join('\n', text
        .Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Split('\n')
        .Select(line => line is ['.' or '\'', ..] ? "\\&" + line : line));
}
