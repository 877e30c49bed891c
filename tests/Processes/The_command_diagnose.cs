using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

/// <summary>The real executable, as root, in a network namespace of its own.</summary>
public sealed class The_command_diagnose : IDisposable
{
    private const string Own = "diagnose --seconds 1 --network-namespaces own";

    private readonly NetworkNamespace at = NetworkNamespace.Create();

    public The_command_diagnose() => at.Run("ip", "link set lo up");

    [Fact]
    public void names_a_storm_that_goes_on_first_and_ends_with_3()
    {
        using PluginProcess storm = Run("while echo >/dev/tcp/127.0.0.1/5432; do :; done 2>/dev/null; "
            + "while :; do (echo >/dev/tcp/127.0.0.1/5432) 2>/dev/null; done");
        using PluginProcess diagnose = Run($"exec $PLUGIN {Own}");
        diagnose.ExitCode().Should().Be(3);
        diagnose.RestOfOutput()[0].Should().MatchRegex(
            "^1\\. nobody listens at port 5432 of this host: .+ → 127\\.0\\.0\\.1:5432, refused, [0-9.]+/s since .+, 100 % of those "
                + "received$");
    }

    [Fact]
    public void says_so_where_there_is_nothing_and_ends_with_0()
    {
        using PluginProcess diagnose = Run($"exec $PLUGIN {Own}");
        diagnose.ExitCode().Should().Be(0);
        diagnose.RestOfOutput().Should().ContainSingle()
            .Which.Should().MatchRegex(@"^No reset in the [0-9]+ s watched; the hour before is not known\.$", "there is no history");
    }

    [Fact]
    public void prints_one_document()
    {
        using PluginProcess diagnose = Run($"exec $PLUGIN {Own} --json");
        diagnose.ExitCode().Should().Be(0);
        using JsonDocument document = JsonDocument.Parse(string.Join('\n', diagnose.RestOfOutput()));
        document.RootElement.GetProperty("unusual").GetBoolean().Should().BeFalse();
        document.RootElement.GetProperty("watched_seconds").GetDouble().Should().BeInRange(0.9, 5);
        document.RootElement.GetProperty("causes").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public void says_to_others_than_root_what_to_type_instead()
    {
        using PluginProcess diagnose = Run(
            "exec 3<$PLUGIN; exec setpriv --reuid=65534 --regid=65534 --clear-groups -- /proc/self/fd/3 diagnose --seconds 7");
        diagnose.ExitCode().Should().Be(1);
        diagnose.RestOfOutput().Should().BeEmpty();
        diagnose.RestOfLog()[^1].Should().Be($"tcp-resets.plugin: this does it: sudo {Repository.Executable} diagnose --seconds 7");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3601")]
    [InlineData("x")]
    public void says_what_is_wrong_with_its_seconds(string seconds)
    {
        CommandResult result = Shell.Run($"{Repository.Executable} diagnose --seconds {seconds}");
        result.ExitCode.Should().Be(2);
        result.Output.Should().StartWith($"tcp-resets.plugin: --seconds: '{seconds}' is not a whole number from 1 to 3600.");
    }

    [Fact]
    public void reads_the_last_hour_of_the_agents_cache_and_needs_no_privilege_for_it()
    {
        using TemporaryDirectory cache = new();
        File.SetUnixFileMode(cache.Path, (UnixFileMode)0b111_101_101);
        string written = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        cache.Write("tcp-resets.history.json", $$"""
            {"written":"{{written}}","rows":[{"direction":"received","family":"ipv4","kind":"refused","role":"client","peer":"192.0.2.9",
            "service_port":5432,"service":"app.service","service_kind":"unit","count":900,"rate":0,"first_seen":"{{written}}",
            "last_seen":"{{written}}","minutes":[900]}]}
            """);
        using PluginProcess diagnose = Run(
            "exec 3<$PLUGIN; export NETDATA_CACHE_DIR; exec setpriv --reuid=65534 --regid=65534 --clear-groups -- /proc/self/fd/3 diagnose",
            ("NETDATA_CACHE_DIR", cache.Path));
        diagnose.ExitCode().Should().Be(3);
        diagnose.RestOfOutput()[0].Should().StartWith(
            "1. the peer's port 5432 is closed: app.service → 192.0.2.9:5432, refused, 900 from ");
        diagnose.RestOfLog()[^1].Should().Be("tcp-resets.plugin: so this is of the history of the last hour alone");
    }

    public void Dispose() => at.Dispose();

    private PluginProcess Run(string script, params (string Name, string? Value)[] environment) =>
        at.Visit(() => PluginProcess.Script(script, environment));
}
