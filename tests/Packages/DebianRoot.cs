using System.Text.Json;
using System.Text.RegularExpressions;

namespace TcpResets.Tests.Packages;

/// <summary>
/// This machine's root file system, Debian's Netdata in it, as a layer below one of its own, in namespaces of its own: what packages change
/// there is gone with it, and nothing outside notices. An agent there has no network but the loopback.
/// </summary>
internal sealed class DebianRoot : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly RunningProgram unshare;
    private readonly string keeper;
    private RunningProgram? agent;

    public DebianRoot()
    {
        // The upper layer in memory: one on an overlay, as a container's root is, would not do.
        unshare = new RunningProgram("unshare", ["--mount", "--net", "--pid", "--fork", "sh", "-ec", $"""
            cd {directory.Path}
            mount -t tmpfs -o mode=755 none .
            cd {directory.Path}
            mkdir upper work root
            mount -t overlay -o lowerdir=/,upperdir=upper,workdir=work none root
            mount -t proc none root/proc
            mount --rbind /dev root/dev
            mount --rbind /sys root/sys
            mount -t tmpfs none root/tmp
            mount -t tmpfs none root/run
            ip link set lo up
            echo ready
            exec sleep infinity
            """]);
        unshare.NextLine();
        keeper = Command.Output("ps", "--ppid", $"{unshare.Id}", "-o", "pid=").Trim();
    }

    /// <summary>Runs a program there.</summary>
    public CommandResult Run(params string[] command) => Command.Run("nsenter", Inside(command));

    /// <summary>Runs a program there that must succeed.</summary>
    /// <returns>All that it said.</returns>
    public string Do(params string[] command)
    {
        CommandResult result = Run(command);
        return result.ExitCode == 0
            ? result.Said
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {result.ExitCode}: {result.Said}");
    }

    /// <summary>Installs the package of this machine, which must succeed.</summary>
    /// <returns>All that dpkg and the package said.</returns>
    public string Install() => Install(DebianPackage.OfThisMachine) is { ExitCode: 0 } result
        ? result.Said
        : throw new InvalidOperationException($"{DebianPackage.OfThisMachine} cannot be installed");

    /// <summary>Installs a package as apt does where nobody is there to be asked.</summary>
    public CommandResult Install(string package)
    {
        File.Copy(package, At("mnt/package.deb"), overwrite: true);
        return Run("env", "DEBIAN_FRONTEND=noninteractive", "dpkg", "--force-confold", "--install", "/mnt/package.deb");
    }

    /// <summary>The full path of a file there, seen from outside.</summary>
    public string At(string path) => $"/proc/{keeper}/root{directory.Path}/root/{path}";

    /// <summary>
    /// What is there that is not on this machine, and what is on this machine but not there, without what dpkg and mandb keep for
    /// themselves, and without the files that were brought.
    /// </summary>
    public string[] Differences() =>
    [
        .. Command
            .Output("nsenter", $"--target={keeper}", "--mount", "find", $"{directory.Path}/upper", "-mindepth", "1", "-printf", "%y %P\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] == 'c' || !Path.Exists("/" + line[2..]))
            .Select(line => line[2..])
            .Where(path => !Regex.IsMatch(path, @"^(var/lib/dpkg/|var/cache/man/|var/log/dpkg\.log$|mnt/)")),
    ];

    /// <summary>Starts Debian's agent, and waits until it answers.</summary>
    public void StartAgent()
    {
        File.AppendAllText(At("etc/netdata/netdata.conf"), """

            [db]
                mode = ram
            [plugins]
                cgroups = no
                apps = no
                check for new plugins every = 2
            """);
        agent = new RunningProgram("nsenter", Inside("netdata", "-D"));
        Wait.Until(() => Get("api/v1/info") is not null, TimeSpan.FromMinutes(3), "the agent answers");
    }

    /// <summary>What the agent serves at a path, or null.</summary>
    public string? Get(string path) =>
        Run("curl", "-fsS", "--max-time", "20", $"http://127.0.0.1:19999/{path}") is { ExitCode: 0 } result ? result.Output : null;

    /// <summary>The chart of an alarm of that name, and where its text leads; null until there is one.</summary>
    public string? InfoOf(string alarm) => Get("api/v1/alarms?all") is { } answer
        ? JsonDocument.Parse(answer).RootElement.GetProperty("alarms").EnumerateObject()
            .Where(entry => entry.Value.GetProperty("name").GetString() == alarm)
            .Select(entry => entry.Value.GetProperty("info").GetString()).FirstOrDefault()
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The first process of the namespace: all others there end with it.
        Command.Run("kill", "-KILL", keeper);
        unshare.ExitCode();
        agent?.Dispose();
        unshare.Dispose();
        directory.Dispose();
    }

    private string[] Inside(params string[] command) =>
        [$"--target={keeper}", "--mount", "--net", "--pid", "chroot", $"{directory.Path}/root", .. command];
}
