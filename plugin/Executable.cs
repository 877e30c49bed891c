using TcpResets.Linux;

namespace TcpResets;

/// <summary>The one file that is the whole plugin: its name, and the files that travel in it.</summary>
internal static class Executable
{
    /// <summary>Its name, under which people find it: the agent runs only what ends in .plugin.</summary>
    public const string Name = "tcp-resets.plugin";

    /// <summary>The name of its commands for people: of a link in the PATH.</summary>
    public const string Command = "tcp-resets";

    /// <summary>The name by which it was called: what a person can type again.</summary>
    public static string Called { get; } =
        Environment.GetCommandLineArgs() is [var path, ..] && Path.GetFileName(path) == Command ? Command : Name;

    /// <summary>The alerts, for agents from 1.44 on.</summary>
    public const string Health = "health.d/tcp_resets.conf";

    /// <summary>The configuration with all keys and their defaults, commented out.</summary>
    public const string Configuration = "tcp-resets.conf";

    public const string SystemdDropIn = "tcp-resets.systemd.conf";
    public const string Programs = "tcp_resets.bpf.o";

    /// <summary>Those of them that take no function of the kernel's: all that older kernels can take.</summary>
    public const string ProgramsWithoutCasts = "tcp_resets_without_casts.bpf.o";

    private const string GuidesFolder = "guides/";

    /// <summary>As in <c>10s_ipv4_tcp_resets_received.html</c>: HTML for the agent's web server, text for terminals.</summary>
    public static IEnumerable<string> GuideFiles =>
        typeof(Executable).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(GuidesFolder, StringComparison.Ordinal))
            .Select(name => name[GuidesFolder.Length..])
            .Order(StringComparer.Ordinal);

    public static byte[] Guide(string name) => Read(GuidesFolder + name);

    public static byte[] Read(string name)
    {
        using Stream stream = typeof(Executable).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException(null, nameof(name));
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return Gzip.IsGzip(content) ? Gzip.Unpack(content) : content;
    }
}
