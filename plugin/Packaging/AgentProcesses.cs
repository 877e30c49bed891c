using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>The processes of an agent, and of the plugin that it runs: those alone whose programs nobody else can have put there.</summary>
internal static class AgentProcesses
{
    /// <summary>The processes that run the plugin, by the files that may be it; tells of those that are left alone.</summary>
    public static int[] OfPlugin(IEnumerable<string> files, Changes changes) =>
        [.. files.Where(file => Path.GetFileName(file) == Executable.Name).SelectMany(file => Of(file, changes)).Distinct()];

    /// <summary>Whether an agent runs.</summary>
    public static bool AreOf(InstallLayout layout) => RunningProcesses.Of(FileStatus.OfTarget(layout.Daemon))
        .Concat(RunningProcesses.Of(FileStatus.OfTarget(layout.WrappedDaemon))).Any();

    /// <summary>Makes an agent read its alerts again, this one and no other.</summary>
    /// <returns>What was wrong, or nothing.</returns>
    public static string ReloadHealth(InstallLayout layout)
    {
        foreach (string program in (ReadOnlySpan<string>)[layout.Daemon, layout.WrappedDaemon])
        {
            string target = program;
            using HeldDirectory place = HeldDirectory.Of(ref target);
            if (place.Foreign is { } foreign)
            {
                return $"others than you can change {foreign}";
            }

            if (place.Error == 0 && RunningProcesses.ReloadHealth(place.StatusOf(Path.GetFileName(target))))
            {
                return "";
            }
        }

        return $"{layout.Daemon} does not run; it reads them when it starts";
    }

    // Where others could have put it, it may be a name for the program of somebody else's process.
    private static int[] Of(string file, Changes changes)
    {
        using HeldDirectory place = new(Path.GetDirectoryName(file)!);
        FileStatus program = place.StatusOf(Path.GetFileName(file));
        if (place.Foreign is not { } foreign)
        {
            return [.. RunningProcesses.Of(program)];
        }

        if (program.Exists)
        {
            changes.Print($"{file}, if the agent runs it, goes on until the agent is restarted: others than root can change {foreign}");
        }

        return [];
    }
}
