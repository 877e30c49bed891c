namespace TcpResets.Tests.Guides;

/// <summary>How a test runs one command of the guides.</summary>
/// <param name="Command">The command, exactly as written.</param>
/// <param name="Prints">What it prints, and the guide shows: a regular expression over all of it; blanks stand for any blanks.</param>
internal sealed record RunEntry(string Command, string Prints)
{
    /// <summary>The sockets the command looks at.</summary>
    public Action<Scene> Sockets { get; init; } = _ => { };

    /// <summary>A script that goes before, and may leave jobs in the background that make traffic.</summary>
    public string Before { get; init; } = "";

    /// <summary>The exit code a person sees.</summary>
    public int ExitCode { get; init; }

    /// <summary>The command reads a setting that only the machine has.</summary>
    public bool Outside { get; init; }

    /// <summary>A further command whose output must match too, to see what the command did.</summary>
    public string Then { get; init; } = "";

    /// <summary>Puts the executable into the PATH, under a name: part of <see cref="Before"/>.</summary>
    public static string InPath(string name) =>
        $"mkdir /tmp/bin; cp /proc/self/fd/9 /tmp/bin/{name}; chmod +x /tmp/bin/{name}; export PATH=/tmp/bin:$PATH";

    public Task<CommandResult> Start() => Outside ? OwnNetwork.RunOutside(Run) : OwnNetwork.Run(Run);

    private CommandResult Run()
    {
        using var scene = new Scene();
        Sockets(scene);

        // As a person would, on directories of its own in place of those it may write to. The repository may be below one of them.
        return Shell.Run(
            $"""
            exec 9<{Repository.Executable}
            exec unshare --mount bash -c '
            for d in /tmp /etc/sysctl.d; do mount -t tmpfs -o mode=1777 tmpfs $d; done
            eval "$1" >/dev/null 2>&1
            bash -c "$2"; code=$?
            kill $(jobs -p) 2>/dev/null
            exit $code' - {Quote(Before)} {Quote(Then.Length > 0 ? $"{Command}\n{Then}" : Command)}
            """);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
