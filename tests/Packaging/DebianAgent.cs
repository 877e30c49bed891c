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
        [
            "etc/netdata", "usr/lib/netdata", "usr/share/netdata", "usr/local/bin", "var/lib/netdata", "var/cache/netdata",
            "var/log/netdata", "mnt", "tmp",
        ];

    private readonly TemporaryDirectory directory = new();
    private readonly RunningProgram unshare;
    private readonly HttpClient http;

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="network">The network namespace that it runs in, if not this machine's.</param>
    /// <param name="hostname">What it calls its host, if not what the machine is called.</param>
    /// <param name="stream">Its stream.conf, if it has one.</param>
    /// <param name="prepare">What else there must be before it starts, below the directory that it is given.</param>
    public DebianAgent(NetworkNamespace? network = null, string? hostname = null, string? stream = null, Action<string>? prepare = null)
    {
        foreach (string place in Places)
        {
            Directory.CreateDirectory(At(place));
            if (Path.GetFileName(place) == "netdata")
            {
                Command.Output("cp", "-aT", $"/{place}", At(place));
            }
        }

        Command.Output("chmod", "1777", At("tmp"));
        File.WriteAllText(At("etc/netdata/.opt-out-from-anonymous-statistics"), "");
        Command.Output("rm", "-rf", At("var/lib/netdata/registry")); // of an agent that has run here: no two may have the same number
        if (stream is not null)
        {
            File.WriteAllText(At("etc/netdata/stream.conf"), stream);
        }

        int port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}/");
        http = new HttpClient(Handler(network)) { BaseAddress = Address };
        File.AppendAllText(At("etc/netdata/netdata.conf"), $"""

            [global]
                hostname = {hostname ?? Environment.MachineName}
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
        prepare?.Invoke(directory.Path);
        string[] arguments = ["--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", $"{binds} exec netdata -D"];
        unshare = network is null ? new RunningProgram("unshare", arguments)
            : network.Visit(() => new RunningProgram("unshare", arguments));
        try
        {
            Wait.Until(
                () => Get("api/v1/info") is not null && Path.Exists(At("tmp/netdata-ipc")), TimeSpan.FromMinutes(3), "the agent answers");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it listens, in its network namespace.</summary>
    public Uri Address { get; }

    /// <summary>Copies an executable to where <see cref="Run"/> finds it.</summary>
    public void Bring(string executable, string name, string suffix = "")
    {
        File.Copy(executable, At("mnt", name));
        File.AppendAllText(At("mnt", name), suffix);
    }

    /// <summary>Runs an executable that was brought, beside the agent.</summary>
    public CommandResult Run(string name, params string[] arguments) => RunThere($"/mnt/{name}", arguments);

    /// <summary>Runs a program of the machine's beside the agent.</summary>
    public CommandResult RunThere(string program, params string[] arguments) =>
        Command.Run("nsenter", [$"--target={Agent()}", "--mount", "--pid", "--net", program, .. arguments]);

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
    public string Listing() => string.Join('\n', Places[..4].SelectMany(place => Machine.ListingOf(At(place))));

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

    private static SocketsHttpHandler Handler(NetworkNamespace? network)
    {
        SocketsHttpHandler handler = new();
        if (network is not null)
        {
            handler.ConnectCallback = (context, _) => ValueTask.FromResult<Stream>(network.Visit(() =>
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port);
                return new NetworkStream(socket, ownsSocket: true);
            }));
        }

        return handler;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
