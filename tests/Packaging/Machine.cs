using System.Globalization;
using TcpResets.Commands;
using TcpResets.Linux;
using TcpResets.Packaging;

namespace TcpResets.Tests.Packaging;

/// <summary>A directory that stands for a machine, with one or more Netdatas made of small files. Needs root, for the owners.</summary>
internal sealed class Machine : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly List<StandInAgent> agents = [];

    /// <summary>Its root directory.</summary>
    public string Root => directory.Path;

    /// <summary>What the plugin's executable stands for here: the test need not have built it.</summary>
    public string Executable { get; set; } = "/bin/true";

    /// <summary>What the last command said.</summary>
    public string Output { get; private set; } = "";

    /// <summary>What the last command complained about.</summary>
    public string Errors { get; private set; } = "";

    /// <summary>How often the agent was asked to read its alerts again.</summary>
    public int Reloads => agents.Sum(agent => agent.Reloads);

    /// <summary>A machine with one Netdata.</summary>
    public static Machine With(InstallShape shape, string version = "v2.9.0")
    {
        Machine machine = new();
        Command.Output("chmod", "711", machine.Root); // the agent's user must be able to enter
        machine.Add(shape, version);
        return machine;
    }

    /// <summary>The full path of a file on this machine.</summary>
    public string At(params string[] path) => Path.Join([Root, .. path]);

    /// <summary>Installs a Netdata.</summary>
    public void Add(InstallShape shape, string version = "v2.9.0")
    {
        string prefix = At(shape.Prefix);
        string[] directories =
        [
            shape.Plugins, shape.Web, shape.Programs, "etc/netdata/health.d",
            shape.HasCustomPlugins ? shape.PluginPlace : "",
        ];
        Directory.CreateDirectory(At("usr/local/bin"));
        foreach (string made in directories)
        {
            Directory.CreateDirectory(Path.Join(prefix, made));
        }

        agents.Add(new StandInAgent(Path.Join(prefix, shape.Programs, "netdata"), version));
        File.WriteAllText(Path.Join(prefix, shape.Plugins, "apps.plugin"), "apps");
        Script(Path.Join(prefix, shape.Plugins, "python.d.plugin"), "");
        File.WriteAllText(Path.Join(prefix, shape.Plugins, "README.plugin"), "neither a plugin nor executable");
        File.WriteAllText(Path.Join(prefix, shape.Web, "index.html"), "<html>");
        Command.Output("chown", "root:netdata", Path.Join(prefix, shape.Plugins, "apps.plugin"), Path.Join(prefix, "etc/netdata/health.d"));
        Command.Output("chmod", shape.PluginMode, Path.Join(prefix, shape.Plugins, "apps.plugin"));
        Command.Output("chown", "-R", "netdata:netdata", Path.Join(prefix, shape.Web));
        Command.Output("chmod", "664", Path.Join(prefix, shape.Web, "index.html"));
    }

    /// <summary>Runs the agent by a unit of systemd's with these lines, whose systemctl writes down what it is asked to do.</summary>
    public void UnderSystemd(params string[] lines)
    {
        Directory.CreateDirectory(At("run/systemd/system"));
        Directory.CreateDirectory(At("usr/lib/systemd/system"));
        Directory.CreateDirectory(At("usr/bin"));
        Directory.CreateDirectory(At("etc/systemd/system"));
        File.WriteAllText(
            At("usr/lib/systemd/system/netdata.service"), "[Service]\n" + string.Concat(lines.Select(line => line + "\n")));
        Script(At("usr/bin/systemctl"), $"echo $1 >>{At("systemctl")}");
    }

    /// <summary><c>install</c>, searching this machine unless a prefix is given.</summary>
    public int Install(string? prefix = null, bool isDryRun = false, string? url = null) =>
        Do((output, errors) => InstallCommand.Run(new AgentChoice(Root, prefix, isDryRun), Executable, url, waits: false, output, errors));

    /// <summary><c>install --alerts-only</c>.</summary>
    public int InstallAlertsOnly(bool isDryRun = false, string? url = null) =>
        Do((output, errors) =>
            InstallCommand.Run(new AgentChoice(Root, null, isDryRun), executable: null, url, waits: false, output, errors));

    /// <summary><c>uninstall</c>, searching this machine unless a prefix is given.</summary>
    public int Uninstall(string? prefix = null, bool isDryRun = false, bool purges = false) =>
        Do((output, errors) => UninstallCommand.Run(new AgentChoice(Root, prefix, isDryRun), Executable, purges, output, errors));

    /// <summary>Installs what a later or earlier version would: other contents for the same or other files.</summary>
    public void InstallPlan(Func<IReadOnlyList<PlannedFile>, IEnumerable<PlannedFile>> change) => Do((output, _) =>
    {
        InstallLayout layout = InstallLayout.Find(Root).Single(found => found.IsComplete);
        IReadOnlyList<PlannedFile> plan = TcpResets.Packaging.InstallPlan.Create(
            layout, File.ReadAllBytes(Executable), knowsSummary: true, AgentAddress.Of(layout.Configuration));
        new Installer(layout, [.. change(plan)], new Changes(output, isDryRun: false)).Install();
        return 0;
    });

    /// <summary>A file as it comes with the plugin to this machine, which has no netdata.conf: named below etc/netdata.</summary>
    public static byte[] AsInstalled(string file)
    {
        byte[] content = TcpResets.Executable.Read(file);
        return file == TcpResets.Executable.Health
            ? HealthFile.At($"http://{File.ReadAllText("/proc/sys/kernel/hostname").Trim()}:19999", content)
            : content;
    }

    /// <summary>Everything there is.</summary>
    public string Listing() => string.Join('\n', ListingOf(Root));

    /// <summary>Owner, mode, path and content of everything below a directory.</summary>
    public static IEnumerable<string> ListingOf(string directory) => Directory.EnumerateFileSystemEntries(
            directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Order(StringComparer.Ordinal)
        .Select(path => $"{FileStatus.Of(path).Rights} {path} {new FileInfo(path).LinkTarget} "
            + (FileStatus.Of(path).IsFile ? Digest.Of(File.ReadAllBytes(path)) : ""));

    /// <summary>Owner and mode of a file.</summary>
    public string Rights(params string[] path) => FileStatus.Of(At(path)).Rights.ToString();

    /// <summary>Writes an executable script.</summary>
    public static void Script(string path, string line)
    {
        File.Delete(path); // a program that runs cannot be written over
        File.WriteAllText(path, $"#!/bin/sh\n{line}\n");
        Command.Output("chmod", "755", path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        agents.ForEach(agent => agent.Dispose());
        directory.Dispose();
    }

    private int Do(Func<TextWriter, TextWriter, int> command)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter errors = new(CultureInfo.InvariantCulture);
        int exitCode = command(output, errors);
        Output = output.ToString();
        Errors = errors.ToString();
        return exitCode;
    }
}
