using System.CommandLine;
using TcpResets.Linux;
using TcpResets.Packaging;
using TcpResets.Settings;

namespace TcpResets.Commands;

/// <summary><c>install</c>: puts plugin, alerts, configuration and guides into the Netdata of this machine.</summary>
internal static class InstallCommand
{
    private const string ThisExecutable = "/proc/self/exe";

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
        Command install =
            new("install", "Put plugin, alerts, guides and configuration into this machine's Netdata.") { netdata, url, dryRun };
        install.SetAction(result => Run(
            new AgentChoice("/", result.GetValue(netdata), result.GetValue(dryRun)),
            ThisExecutable,
            result.GetValue(url),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return install;
    }

    public static int Run(AgentChoice choice, string executable, string? url, TextWriter output, TextWriter errors) =>
        choice.Do(isUninstall: false, output, errors, (layout, changes) => Install(choice, layout, executable, url?.TrimEnd('/'), changes));

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

    private static void Install(AgentChoice choice, InstallLayout layout, string executable, string? url, Changes changes)
    {
        string? version = AgentProgram.Run(layout.Daemon, "-v", out string problem);
        bool isKnown = AgentVersion.TryParse(version, out AgentVersion parsed);
        changes.Print(isKnown
            ? $"{layout.Daemon}: {version!.Trim()}"
            : $"{layout.Daemon}: of unknown version, so the alerts come without what only newer ones know"
                + (problem.Length > 0 ? $" ({problem})" : ""));
        int error = FileTree.Read(executable, out byte[] content);
        if (error != 0)
        {
            throw new InstallFailure($"cannot read {executable}: {Errno.Text(error)}");
        }

        string address = url ?? InstallRecord.Read(layout.Etc).Url ?? AgentAddress.Of(layout.Configuration);
        new Installer(layout, InstallPlan.Create(layout, content, isKnown && parsed.KnowsSummary, address), changes).Install(url);
        if (changes.Count == 0)
        {
            changes.Print("Everything is in place already.");
            return;
        }

        changes.Print($"Alerts link the guides at {address}/guides/tcp/"
            + (AgentAddress.IsOfThisMachineOnly(address)
                ? ", which only this machine can open; if a proxy serves the agent: --url URL"
                : ""));
        if (choice.IsDryRun)
        {
            changes.Print("Nothing was changed.");
            return;
        }

        string name = Path.GetFileNameWithoutExtension(Executable.Name);
        changes.Print(layout.Configuration.Runs(name)
            ? "Done. A running agent starts the plugin within a minute, unless it has given up on it before: then restart the agent."
            : $"Done, but {layout.Etc}/netdata.conf tells the agent not to run it: "
                + $"set '{name} = yes' in its section [plugins] and restart the agent.");
    }
}
