using System.CommandLine;
using TcpResets.Linux;
using TcpResets.Packaging;

namespace TcpResets.Commands;

/// <summary><c>uninstall</c>: takes away what <c>install</c> has put into a Netdata.</summary>
internal static class UninstallCommand
{
    public static Command Create()
    {
        Option<string?> netdata = InstallCommand.Netdata();
        Option<bool> dryRun = InstallCommand.DryRun();
        Option<bool> purge = new("--purge") { Description = "Delete a configuration that you have changed, too." };
        Command uninstall =
            new("uninstall", "Take all of it away again, but for a configuration you have changed.") { netdata, dryRun, purge };
        uninstall.SetAction(result => Run(
            new AgentChoice("/", result.GetValue(netdata), result.GetValue(dryRun)),
            InstallCommand.ThisExecutable,
            result.GetValue(purge),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return uninstall;
    }

    public static int Run(AgentChoice choice, string executable, bool purges, TextWriter output, TextWriter errors) =>
        choice.Do(isUninstall: true, output, errors, (layout, changes) =>
        {
            string address = AgentAddress.Of(layout.Configuration);
            _ = FileTree.Read(executable, out byte[] content);
            new Installer(layout, InstallPlan.Create(layout, content, knowsSummary: true, address), changes).Uninstall(purges);
            changes.Print(changes.Count == 0 ? $"Nothing of {Executable.Name} is installed in {layout.Etc}."
                : choice.IsDryRun ? "Nothing was changed."
                : "Done.");
        });
}
