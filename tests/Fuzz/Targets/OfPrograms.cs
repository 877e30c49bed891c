using System.Net;
using System.Text;
using TcpResets.Resets;
using TcpResets.Services;

namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>What other programs print or keep.</summary>
internal static class OfPrograms
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly TemporaryDirectory Memory = new();

    public static IEnumerable<Target> All =>
    [
        new("systemctl", Units, "Id=nginx.service", "ActiveState=failed", "SubState=auto-restart", "NRestarts=7",
            "ActiveEnterTimestampMonotonic=9223372036854775807", "Result=exit-code", "\n\n"),
        new("nft", Rules, "table inet filter {", "chain input {", "tcp dport 80 reject with tcp reset", " tcp reject", "\n"),
        new("conntrack", Connections, "tcp 6 ", "src=192.0.2.1 ", "dst=192.0.2.2 ", "sport=1 ", "dport=2 ", "src=2001:db8::1%lo ", "\n"),
        new("podman", Containers, $"\"id\":\"{Id}\"", "\"names\":[\"", "\"]}", "\"id\":\""),
        new("agent-names", AgentsNames, "cgroup_", Id, "/docker/", "\0\0\0\0") { Longest = 9000 },
    ];

    private static void Units(ReadOnlySpan<byte> text)
    {
        foreach (UnitFacts unit in SystemdUnits.Parse(Encoding.UTF8.GetString(text), boot: 1_000_000))
        {
            Harm.Unless(
                unit.Name.Length > 0 && !unit.Name.Contains('\n', StringComparison.Ordinal), "a unit without a name, or of two lines");
        }
    }

    private static void Rules(ReadOnlySpan<byte> text)
    {
        List<string> rules = NftRules.Parse(Encoding.UTF8.GetString(text));
        Harm.Unless(rules.Count <= 100, "rules without end");
        Harm.Unless(rules.TrueForAll(rule => !rule.Contains('\n', StringComparison.Ordinal)), "a rule has two lines");
    }

    private static void Connections(ReadOnlySpan<byte> text)
    {
        List<string> addresses = Translations.Parse(Encoding.UTF8.GetString(text));
        Harm.Unless(addresses.TrueForAll(address => IPAddress.TryParse(address, out _)), "what is no address");
    }

    private static void Containers(ReadOnlySpan<byte> text) =>
        Harm.Unless(
            EngineNames.PodmanName(Encoding.UTF8.GetString(text), Id) is not { } name || name.Length > 0
                && !name.Contains('"', StringComparison.Ordinal),
            "a name that is none");

    // The records of an agent are larger than an input is long: each is filled up.
    private static void AgentsNames(ReadOnlySpan<byte> input)
    {
        const int header = 24, record = 4368;
        byte[] file = new byte[header + record];
        input[..Math.Min(input.Length, file.Length)].CopyTo(file);
        string path = Path.Join(Memory.Path, "shm");
        File.WriteAllBytes(path, file);
        AgentNames names = new();
        names.Read(path);
        Harm.Unless(names.NameOf(Id) is not { } name || name.Length <= 256, "a name longer than its field");
    }
}
