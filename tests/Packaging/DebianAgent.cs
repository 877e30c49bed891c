using System.Net;
using System.Net.Sockets;

namespace TcpResets.Tests.Packaging;

/// <summary>
/// Debian's Netdata, running, on copies of its directories: in mount and process namespaces of its own, where the copies stand in the
/// places that the package uses. So install finds and changes what it would on a real machine, and nothing outside notices.
/// </summary>
internal sealed class DebianAgent : IDisposable
{
    // The last two: 1.37 has its command socket in /tmp for good, and the plugin to install is brought along in /mnt.
    private static readonly string[] Places =
        ["etc/netdata", "usr/lib/netdata", "usr/share/netdata", "var/lib/netdata", "var/cache/netdata", "var/log/netdata", "mnt", "tmp"];

    private readonly TemporaryDirectory directory = new();
    private readonly RunningProgram unshare;
    private readonly HttpClient http;

    public DebianAgent()
    {
        foreach (string place in Places)
        {
            Directory.CreateDirectory(At(place));
            if (place.Contains('/', StringComparison.Ordinal))
            {
                Command.Output("cp", "-aT", $"/{place}", At(place));
            }
        }

        Command.Output("chmod", "1777", At("tmp"));
        File.WriteAllText(At("etc/netdata/.opt-out-from-anonymous-statistics"), "");
        int port = FreePort();
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        File.AppendAllText(At("etc/netdata/netdata.conf"), $"""

            [web]
                default port = {port}
            [db]
                mode = ram
            [plugins]
                check for new plugins every = 2
                cgroups = no
                apps = no
            """);
        string binds = string.Concat(Places.Select(place => $"mount --bind '{At(place)}' /{place} && "));
        unshare = new RunningProgram("unshare", ["--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", $"{binds} exec netdata -D"]);
        try
        {
            Wait.Until(
                () => Get("api/v1/info") is not null && Path.Exists(At("tmp/netdata-ipc")), TimeSpan.FromMinutes(1), "the agent answers");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Copies an executable to where <see cref="Run"/> finds it.</summary>
    public void Bring(string executable, string name, string suffix = "")
    {
        File.Copy(executable, At("mnt", name));
        File.AppendAllText(At("mnt", name), suffix);
    }

    /// <summary>Runs an executable that was brought, beside the agent.</summary>
    public CommandResult Run(string name, params string[] arguments) =>
        Command.Run("nsenter", [$"--target={Agent()}", "--mount", "--pid", $"/mnt/{name}", .. arguments]);

    /// <summary>The same, with a /tmp that is not the agent's, as under systemd with PrivateTmp=.</summary>
    public CommandResult RunWithAnotherTmp(string name, params string[] arguments) => Command.Run(
        "nsenter",
        [
            $"--target={Agent()}", "--mount", "--pid", "unshare", "--mount", "sh", "-c",
            "mount -t tmpfs none /tmp && exec \"$0\" \"$@\"", $"/mnt/{name}", .. arguments,
        ]);

    /// <summary>The agent's own processes, by their numbers there: itself and the servers that it has forked.</summary>
    public string[] Processes() => Command
        .Run("nsenter", [$"--target={Agent()}", "--mount", "--pid", "pgrep", "-x", "-r", "S,R,D", "netdata"])
        .Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the agent serves at a path, or null.</summary>
    public string? Get(string path)
    {
        try
        {
            using HttpResponseMessage response = http.GetAsync(new Uri(path, UriKind.Relative)).Result;
            return response.IsSuccessStatusCode ? response.Content.ReadAsStringAsync().Result : null;
        }
        catch (AggregateException)
        {
            return null;
        }
    }

    /// <summary>The full path of a file of its directories, seen from outside.</summary>
    public string At(params string[] path) => Path.Join([directory.Path, .. path]);

    /// <summary>What the package has brought, and what is installed into it.</summary>
    public string Listing() => string.Join('\n', Places[..3].SelectMany(place => Machine.ListingOf(At(place))));

    /// <inheritdoc/>
    public void Dispose()
    {
        // The agent is the first process of its namespace: all others there end with it.
        if (Command.Run("kill", "-KILL", Agent()).ExitCode == 0)
        {
            unshare.ExitCode();
        }

        unshare.Dispose();
        http.Dispose();
        directory.Dispose();
    }

    private string Agent() => Command.Run("ps", "--ppid", $"{unshare.Id}", "-o", "pid=").Output.Trim();

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
