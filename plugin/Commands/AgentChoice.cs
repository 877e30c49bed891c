using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Packaging;

namespace TcpResets.Commands;

/// <summary>Finds the Netdata that <c>install</c> and <c>uninstall</c> are about, and says why there is none or more than one.</summary>
internal sealed record AgentChoice(string Root, string? Prefix, bool IsDryRun)
{
    /// <summary>Does the work with the one Netdata; to uninstall, what was installed is enough, and the agent itself may be gone.</summary>
    public int Do(bool isUninstall, TextWriter output, TextWriter errors, Action<InstallLayout, Changes> work)
    {
        // A package is for the agent in the usual place: one with a prefix of its own has nothing from it.
        if ((Prefix is null || Path.GetFullPath(Prefix) == Path.GetFullPath(Root)) && OwnPackage.Advice(Root) is { } advice)
        {
            errors.WriteLine($"{Executable.Called}: {advice}.");
            return ExitCode.CannotWork;
        }

        InstallLayout[] found = Find(isUninstall);
        if (found.Length > 1)
        {
            errors.WriteLine($"{Executable.Called}: there is more than one Netdata on this machine. Say which one:");
            foreach (InstallLayout one in found)
            {
                errors.WriteLine($"  --netdata {one.Prefix,-20} plugins in {one.StockPlugins}");
            }

            return ExitCode.WrongUsage;
        }

        uint user = FileTree.EffectiveUser();
        if (found is not [InstallLayout layout])
        {
            errors.WriteLine(Prefix is null
                ? $"{Executable.Called}: no Netdata was found in the usual places. "
                    + "If it was built with a prefix of its own: --netdata PREFIX."
                : $"{Executable.Called}: there is no Netdata in {Prefix}: no plugins.d, etc/netdata and sbin/netdata below it.");
            if (user != 0)
            {
                errors.WriteLine($"{Executable.Called}: some of them can be seen by root only: try sudo.");
            }

            return ExitCode.CannotWork;
        }

        if (!IsDryRun && user != 0 && user != FileStatus.OfTarget(layout.Etc).Owner)
        {
            errors.WriteLine($"{Executable.Called}: {layout.Etc} and the agent's other directories are not yours to change: "
                + "run this as root (sudo), or see --dry-run.");
            return ExitCode.CannotWork;
        }

        using HeldDirectory? place = IsDryRun ? null : new(layout.Etc);
        if (place?.TryLock() == false)
        {
            errors.WriteLine($"{Executable.Called}: another install or uninstall is at work on {layout.Etc}: try again when it has ended.");
            return ExitCode.CannotWork;
        }

        Changes changes = new(output, IsDryRun);
        foreach (string problem in layout.Configuration.Problems)
        {
            errors.WriteLine($"{Executable.Called}: {OneLine.Of(problem)}.");
        }

        try
        {
            work(layout, changes);
            return ExitCode.Done;
        }
        catch (InstallFailure failure)
        {
            errors.WriteLine($"{Executable.Called}: {failure.Message}.");
            errors.WriteLine(changes.Count > 0 && !IsDryRun
                ? $"{Executable.Called}: what is listed above is done. Once this is solved, the same command does the rest."
                : $"{Executable.Called}: nothing was changed.");
            return ExitCode.CannotWork;
        }
    }

    private InstallLayout[] Find(bool isUninstall)
    {
        IReadOnlyList<InstallLayout> all = Prefix is null
            ? InstallLayout.Find(Root)
            : new[] { InstallLayout.At(Prefix) }.OfType<InstallLayout>().ToList();
        InstallLayout[] complete = [.. all.Where(layout => layout.IsComplete)];
        InstallLayout[] installed = [.. all.Where(layout => InstallRecord.Exists(layout))];
        return isUninstall && installed.Length > 0 ? installed : complete;
    }
}
