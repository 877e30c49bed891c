using System.CommandLine;
using TcpResets.Linux;
using TcpResets.Packaging;
using TcpResets.Settings;

namespace TcpResets.Commands;

/// <summary><c>install</c>: puts plugin, alerts, configuration and guides into the Netdata of this machine.</summary>
internal static class InstallCommand
{
    /// <summary>What is installed: the program that runs.</summary>
    public const string ThisExecutable = "/proc/self/exe";

    public static Option<string?> Netdata()
    {
        Option<string?> netdata = new("--netdata")
        {
            Description = "Where the Netdata is, if not in the usual place or if there are several.",
            HelpName = "PREFIX",
        };
        netdata.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError("--netdata: PREFIX is empty.");
            }
        });
        return netdata;
    }

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Say what would be done, change nothing." };

    public static Command Create()
    {
        Option<string?> netdata = Netdata();
        Option<bool> dryRun = DryRun();
        Option<string?> url = Url();
        Option<bool> alertsOnly = new("--alerts-only")
        {
            Description = "For a parent that runs no plugin: only the alerts, for the hosts that stream to it, and their guides.",
        };
        Option<bool> noWait = new("--no-wait") { Description = "Do not wait until the agent shows the chart and the alert." };
        Command install = new("install", "Put plugin, alerts, guides and configuration into this machine's Netdata.")
        {
            netdata, url, alertsOnly, noWait, dryRun,
        };
        install.SetAction(result => Run(
            new AgentChoice("/", result.GetValue(netdata), result.GetValue(dryRun)),
            result.GetValue(alertsOnly) ? null : ThisExecutable,
            result.GetValue(url),
            waits: !result.GetValue(noWait),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return install;
    }

    /// <summary>Does it; without an executable, the alerts and guides alone.</summary>
    public static int Run(AgentChoice choice, string? executable, string? url, bool waits, TextWriter output, TextWriter errors)
    {
        AgentView? view = null;
        int exitCode = choice.Do(
            isUninstall: false,
            output,
            errors,
            (layout, changes) => view = Install(choice, layout, executable, url?.TrimEnd('/'), waits, changes));
        if (exitCode == ExitCode.Done && view is not null)
        {
            // The work is done, and nobody else need wait for this.
            Changes seen = new(output, isDryRun: false);
            seen.Print("Waiting until the agent shows it, a minute and a half at most (Ctrl-C does no harm) ...");
            seen.Print(view.Await(AgentView.Patience));
        }

        return exitCode;
    }

    // The host's name is not the address where there is a proxy.
    private static Option<string?> Url()
    {
        Option<string?> url = new("--url")
        {
            Description = "Where people open the agent, if not at its own address: the alerts link the guides there. Kept.",
            HelpName = "URL",
        };
        url.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && AgentAddress.Fault(result.Tokens[0].Value) is string fault)
            {
                result.AddError($"--url: URL {fault}.");
            }
        });
        return url;
    }

    // What it returns is where there is something to see.
    private static AgentView? Install(
        AgentChoice choice, InstallLayout layout, string? executable, string? url, bool waits, Changes changes)
    {
        string? version = AgentProgram.Run(layout.Daemon, "-v", out string problem);
        bool isKnown = AgentVersion.TryParse(version, out AgentVersion parsed);
        changes.Print(isKnown
            ? $"{layout.Daemon}: {version!.Trim()}"
            : $"{layout.Daemon}: of unknown version, so the alerts come without what only newer ones know"
                + (problem.Length > 0 ? $" ({problem})" : ""));
        string address = url ?? InstallRecord.Read(layout).Url ?? AgentAddress.Of(layout.Configuration);
        bool knowsSummary = isKnown && parsed.KnowsSummary;
        IReadOnlyList<PlannedFile> plan = executable is null
            ? InstallPlan.WithoutProgram(layout, knowsSummary, address)
            : InstallPlan.Create(layout, Content(executable), knowsSummary, address);
        new Installer(layout, plan, changes).Install(url);
        AgentUser? user = AgentUser.Of(layout.Configuration);
        if (!choice.IsDryRun && executable is not null && user?.ObstacleTo(plan[^1].Path) is { } obstacle)
        {
            throw new InstallFailure($"the agent's user {user.Name} cannot run {plan[^1].Path}: {obstacle}");
        }

        if (changes.Count == 0)
        {
            changes.Print("Everything is in place already.");
            return null;
        }

        changes.Print($"Alerts link the guides at {address}/guides/tcp/"
            + (AgentAddress.IsOfThisMachineOnly(address)
                ? ", which only this machine can open; if a proxy serves the agent: --url URL"
                : ""));
        if (choice.IsDryRun)
        {
            changes.Print("Nothing was changed.");
            return null;
        }

        if (executable is null)
        {
            changes.Print("Done. The agent raises them for each host that runs the plugin and streams to it.");
            return null;
        }

        string name = Path.GetFileNameWithoutExtension(Executable.Name);
        if (!layout.Configuration.Runs(name))
        {
            changes.Print($"Done, but {layout.Etc}/netdata.conf tells the agent not to run it: "
                + $"set '{name} = yes' in its section [plugins] and restart the agent.");
            return null;
        }

        if (!AgentProcesses.AreOf(layout))
        {
            changes.Print("Done. The agent does not run: it starts the plugin when it starts.");
            return null;
        }

        changes.Print("Done. The agent starts the plugin within a minute, unless it has given up on it before: then restart the agent.");
        return waits && AgentAddress.Local(layout.Configuration) is { } server
            ? new AgentView(server, () => RunningProcesses.Of(FileStatus.Of(plan[^1].Path)).Any())
            : null;
    }

    private static byte[] Content(string executable)
    {
        int error = FileTree.Read(executable, out byte[] content);
        return error == 0 ? content : throw new InstallFailure($"cannot read {executable}: {Errno.Text(error)}");
    }
}
