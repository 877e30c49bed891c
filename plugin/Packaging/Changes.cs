using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>Makes changes and tells each, or only tells. What fails ends the work with a message.</summary>
internal sealed class Changes(TextWriter output, bool isDryRun)
{
    public int Count { get; private set; }

    /// <summary>Prints something that is not a change.</summary>
    public void Print(string what)
    {
        try
        {
            output.WriteLine(what);
        }
        catch (IOException)
        {
            // Nobody can read it any more, or the disk that it goes to is full: that is no reason to leave the work half done.
        }
    }

    public void Write(string path, byte[] content, FileRights rights) => Write(path, content, rights, 0, out _);

    /// <summary>Writes a program that may do more than who runs it.</summary>
    public void Write(string path, byte[] content, FileRights rights, ulong capabilities, out int notGiven)
    {
        int refused = 0;
        Do("write", "wrote", $"{path} ({rights})", () => FileTree.Replace(path, content, rights, capabilities, out refused));
        notGiven = refused;
    }

    public void MakeDirectory(string path, FileRights rights) =>
        Do("make", "made", $"directory {path} ({rights})", () => FileTree.MakeDirectory(path, rights));

    public void Move(string from, string to) => Do("rename", "renamed", $"{from} to {to}", () => FileTree.Move(from, to));

    /// <summary>Deletes what is there; false if nothing is.</summary>
    public bool Delete(string path)
    {
        bool isThere = FileStatus.Of(path).Exists;
        if (isThere)
        {
            Do("delete", "deleted", path, () => FileTree.Delete(path));
        }

        return isThere;
    }

    /// <summary>Deletes what is left of a directory that was being made when an install was killed.</summary>
    public void Clean(string path) => _ = isDryRun ? 0 : FileTree.DeleteDirectory(path + FileTree.Unfinished);

    /// <summary>Deletes a directory if nothing is left in it.</summary>
    public void DeleteDirectoryIfEmpty(string path)
    {
        int error = isDryRun ? 0 : FileTree.DeleteDirectory(path);
        if (error == Errno.NotEmpty)
        {
            Print($"left directory {path}: it is not empty");
            return;
        }

        Do("delete", "deleted", $"directory {path}{(isDryRun ? " if it is empty" : "")}", () => error);
    }

    /// <summary>Asks a process to end. One that has ended meanwhile is as good.</summary>
    public void Terminate(int process, string why) => Try("end", "ended", $"process {process}, {why}", () =>
    {
        _ = RunningProcesses.Terminate(process);
        RunningProcesses.AwaitEnd(process);
        return "";
    });

    /// <summary>Does something whose failing is no reason to stop: the action returns what was wrong, or nothing.</summary>
    public void Try(string verb, string past, string what, Func<string> action)
    {
        Count++;
        string problem = isDryRun ? "" : action();
        Print(problem.Length > 0 ? $"could not {verb} {what}: {problem}" : $"{(isDryRun ? $"would {verb}" : past)} {what}");
    }

    private void Do(string verb, string past, string what, Func<int> action)
    {
        int error = isDryRun ? 0 : action();
        if (error != 0)
        {
            throw new InstallFailure($"cannot {verb} {what}: {Text(error)}");
        }

        Count++;
        Print($"{(isDryRun ? $"would {verb}" : past)} {what}");
    }

    /// <summary>What an errno means where files are changed.</summary>
    public static string Text(int error) => error == Errno.Loop
        ? "on the way there is a symbolic link that others than root can change, which is not followed"
        : Errno.Text(error);
}
