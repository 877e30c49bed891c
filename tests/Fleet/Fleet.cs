using System.Text.Json;
using TcpResets.Tests.Guides;
using TcpResets.Tests.Health;
using TcpResets.Tests.Packaging;
using TcpResets.Tests.Services;

namespace TcpResets.Tests.Fleet;

/// <summary>
/// Two of Debian's agents in a network namespace of their own: a child with the plugin, as <c>install</c> leaves it, and its parent, which
/// has what <c>install --alerts-only</c> puts there. A service of the child's is refused connections until the parent has told somebody.
/// </summary>
public sealed class Fleet : IDisposable
{
    /// <summary>What the child calls its host.</summary>
    public const string ChildName = "web7";

    /// <summary>The service's name, which is that of its cgroup.</summary>
    public const string Service = "shop.service";

    private const string Key = "11111111-2222-3333-4444-555555555555";
    private const string HealthFile = "etc/netdata/health.d/tcp_resets.conf";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly NetworkNamespace network = NetworkNamespace.Create();
    private readonly Cgroups cgroups = new();
    private DebianAgent parent = null!;
    private DebianAgent child = null!;
    private Messengers notified = null!;
    private string before = "";

    public Fleet()
    {
        try
        {
            network.Run("ip", "link set lo up");
            StartParent();
            StartChild();
            LiveThroughAStorm();
            TakeAway();
        }
        catch
        {
            Dispose(); // nobody else does it
            throw;
        }
    }

    /// <summary>What <c>install --alerts-only</c> said on the parent.</summary>
    internal CommandResult Installed { get; private set; } = null!;

    /// <summary>What somebody was told by the parent.</summary>
    public string? Told { get; private set; }

    /// <summary>The child's contexts at its parent, with their charts and their labels.</summary>
    public JsonElement Contexts { get; private set; }

    /// <summary>The child's alarms at its parent.</summary>
    public JsonElement Alarms { get; private set; }

    /// <summary>That of the service.</summary>
    public JsonElement Alarm { get; private set; }

    /// <summary>The parent's charts of its own host.</summary>
    public string OwnCharts { get; private set; } = "";

    /// <summary>What the guide's question to the parent prints: on which hosts that alert is raised.</summary>
    internal CommandResult Asked { get; private set; } = null!;

    /// <summary>What the parent serves at the address in that alarm, or null.</summary>
    public string? Guide { get; private set; }

    /// <summary>Whether the parent is as it was before, once the plugin's uninstall has run there.</summary>
    public bool IsGoneWithoutATrace { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        child?.Dispose();
        parent?.Dispose();
        network.Dispose();
        cgroups.Dispose();
    }

    private string Url => parent.Address.ToString().TrimEnd('/');

    private static string Question => GuideCommand.Of(GuideFiles.Of(GuideFiles.Fleet))
        .Single(command => command.Text.Contains("mirrored_hosts", StringComparison.Ordinal)).Text;

    private void StartParent()
    {
        parent = new DebianAgent(
            network,
            "parent",
            $"[{Key}]\n\tenabled = yes\n\ttype = api\n\tdefault postpone alarms on connect seconds = 1\n",
            root => notified = Messengers.SeenAt("/etc/netdata", Path.Join(root, "etc/netdata"), "netdev", "sysadmin"));
        before = parent.Listing();
        parent.Bring(Repository.Executable, "tcp-resets.plugin");
        Installed = parent.Run("tcp-resets.plugin", "install", "--alerts-only", "--url", Url);
        Shorten();
    }

    private void StartChild()
    {
        child = new DebianAgent(
            network, ChildName, $"[stream]\n\tenabled = yes\n\tdestination = {parent.Address.Authority}\n\tapi key = {Key}\n");
        File.WriteAllText(child.At("etc/netdata/tcp-resets.conf"), "[plugin]\n\tnetwork namespaces = own\n");
        child.Bring(Repository.Executable, "tcp-resets.plugin");
        CommandResult install = child.Run("tcp-resets.plugin", "install");
        Wait.Until(
            () => OfChild("chart?chart=ipv4.tcp_resets") is not null, Patience, $"the child's chart is at its parent: {install.Said}");
    }

    private void LiveThroughAStorm()
    {
        using RunningProgram storm = StartStorm();

        // A busy machine gives the parent other things to tell, too: its load.
        Wait.Until(() => (Told = ToldOfService()) is not null, Patience, "the parent has notified somebody");
        Contexts = Json("contexts?options=charts,labels").GetProperty("contexts").Clone();
        Alarms = Json("alarms?all").GetProperty("alarms").Clone();
        OwnCharts = parent.Get("api/v1/charts")!;
        Alarm = Alarms.EnumerateObject()
            .First(alarm => alarm.Name.EndsWith($"_{Service}.10s_tcp_resets_service_received", StringComparison.Ordinal)).Value;
        Asked = network.Visit(() => Command.Run("bash", "-c", Question.Replace("http://localhost:19999", Url)
            .Replace("alert=10s_ipv4_tcp_resets_received", "alert=10s_tcp_resets_service_received")));
        string guide = Alarm.GetProperty("info").GetString()!.Split(' ')[^1];
        Guide = guide.StartsWith(Url, StringComparison.Ordinal) ? parent.Get(new Uri(guide).AbsolutePath) : null;
    }

    private void TakeAway()
    {
        CommandResult uninstall = parent.Run("tcp-resets.plugin", "uninstall", "--purge");
        IsGoneWithoutATrace = uninstall.ExitCode == 0 && WithoutMessages(parent.Listing()) == WithoutMessages(before);
        Wait.Until(
            () => !OfChild("alarms?all")!.Contains("1h_ipv4_tcp_resets_", StringComparison.Ordinal),
            Patience,
            "the parent has given the plugin's alerts up");
    }

    // As the head of the file says how, by hand: somebody is told of the service at once, in place of after the agent's first minute.
    private void Shorten()
    {
        string file = parent.At(HealthFile);
        string[] blocks = File.ReadAllText(file).Split("\n\n");
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = blocks[i].Contains("template: age_tcp_resets", StringComparison.Ordinal)
                    ? blocks[i].Replace("every: 1m", "every: 2s")
                : blocks[i].Contains("template: 10s_tcp_resets_service_received", StringComparison.Ordinal)
                    ? blocks[i].Replace("every: 10s", "every: 2s").Replace("to: silent", "to: netdev").Replace("up 20s", "up 1s")
                : blocks[i];
        }

        File.WriteAllText(file, string.Join("\n\n", blocks));
        CommandResult reload = parent.RunThere("netdatacli", "reload-health");
        if (reload.ExitCode != 0)
        {
            throw new InvalidOperationException(reload.Said);
        }
    }

    private RunningProgram StartStorm()
    {
        cgroups.Make(Service);
        string processes = Path.Join(cgroups.Root, cgroups.Name, Service, "cgroup.procs");
        string storm = Path.Join(Repository.Root, "tests/Storm/bin/Release/net10.0/Storm.dll");
        return network.Visit(() => new RunningProgram(
            "sh", ["-c", $"echo $$ >{processes} && exec dotnet {storm} --kind refused --rate 200 --seconds 180"]));
    }

    private string? ToldOfService() =>
        notified.Telegram.FirstOrDefault(message => message.Text.Contains("tcp resets service received", StringComparison.Ordinal))?.Text;

    private string? OfChild(string path) => parent.Get($"host/{ChildName}/api/v1/{path}");

    private JsonElement Json(string path) => JsonDocument.Parse(OfChild(path)!).RootElement;

    private static string WithoutMessages(string listing) =>
        string.Join('\n', listing.Split('\n').Where(line => !line.Contains("/etc/netdata/kept", StringComparison.Ordinal)));
}
