using FluentAssertions;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Settings;

public sealed class The_settings : IDisposable
{
    private readonly TemporaryDirectory user = new();

    [Fact]
    public void are_the_defaults_outside_an_agent() =>
        PluginSettings.Resolve(null, null, null, Environment())
            .Should().BeEquivalentTo(new PluginSettings(1, SourceChoice.Auto, NetworkScope.All, null, []));

    [Theory]
    [InlineData("kernel", null, "Kernel")]
    [InlineData("SNMP", null, "Snmp")]
    [InlineData("auto", null, "Auto")]
    [InlineData("kernel", "Snmp", "Snmp")] // the command line goes before the file
    [InlineData("2", null, "Auto")] // no number stands for a word
    [InlineData("kernel,snmp", null, "Auto")]
    public void take_the_source_from_the_command_line_or_the_file(string file, string? option, string expected)
    {
        user.Write(PluginSettings.FileName, $"[plugin]\nsource = {file}\n");
        SourceChoice? choice = option is null ? null : Enum.Parse<SourceChoice>(option);
        PluginSettings.Resolve(null, choice, null, Environment(("NETDATA_USER_CONFIG_DIR", user.Path)))
            .Source.Should().Be(Enum.Parse<SourceChoice>(expected));
    }

    [Theory]
    [InlineData("own", null, "Own")]
    [InlineData("All", null, "All")]
    [InlineData("all", "Own", "Own")]
    [InlineData("other", null, "All")]
    public void take_the_network_namespaces_from_the_command_line_or_the_file(string file, string? option, string expected)
    {
        user.Write(PluginSettings.FileName, $"[plugin]\nnetwork namespaces = {file}\n");
        NetworkScope? choice = option is null ? null : Enum.Parse<NetworkScope>(option);
        PluginSettings.Resolve(null, null, choice, Environment(("NETDATA_USER_CONFIG_DIR", user.Path)))
            .Scope.Should().Be(Enum.Parse<NetworkScope>(expected));
    }

    [Theory]
    [InlineData("64", 64)]
    [InlineData("65536", 65536)]
    [InlineData("63", 4096)]
    [InlineData("65537", 4096)]
    [InlineData("-1", 4096)]
    [InlineData("many", 4096)]
    public void take_the_rows_of_the_table_from_the_file_within_their_bounds(string file, int expected)
    {
        user.Write(PluginSettings.FileName, $"[plugin]\ntable rows = {file}\n");
        PluginSettings settings = PluginSettings.Resolve(null, null, null, Environment(("NETDATA_USER_CONFIG_DIR", user.Path)));
        settings.TableRows.Should().Be(expected);
        settings.Problems.Should().HaveCount(file == $"{expected}" ? 0 : 1);
    }

    [Theory]
    [InlineData("[function]\naccess = anyone", "Anyone")]
    [InlineData("[function]\naccess = Members", "Members")]
    [InlineData("[function]\naccess = all", "Members")]
    [InlineData("[plugin]\naccess = anyone", "Members")]
    public void take_who_may_call_the_function_from_the_file(string file, string expected)
    {
        user.Write(PluginSettings.FileName, $"{file}\n");
        PluginSettings.Resolve(null, null, null, Environment(("NETDATA_USER_CONFIG_DIR", user.Path)))
            .Access.Should().Be(Enum.Parse<FunctionAccess>(expected));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1000", 1000)]
    [InlineData("1001", 20)]
    [InlineData("-1", 20)]
    [InlineData("many", 20)]
    public void take_the_number_of_charts_by_service_from_the_file(string file, int expected)
    {
        user.Write(PluginSettings.FileName, $"[plugin]\nservice charts = {file}\n");
        PluginSettings settings = PluginSettings.Resolve(null, null, null, Environment(("NETDATA_USER_CONFIG_DIR", user.Path)));
        settings.ServiceCharts.Should().Be(expected);
        settings.Problems.Should().HaveCount(file == $"{expected}" ? 0 : 1);
    }

    [Theory]
    [InlineData("no", false)]
    [InlineData("Off", false)]
    [InlineData("yes", true)]
    [InlineData("true", true)]
    [InlineData("0", true)]
    public void take_whether_to_tell_peers_and_services_from_the_file(string file, bool expected)
    {
        user.Write(PluginSettings.FileName, $"[plugin]\npeers and services = {file}\n");
        PluginSettings settings = PluginSettings.Resolve(null, null, null, Environment(("NETDATA_USER_CONFIG_DIR", user.Path)));
        settings.HasEvents.Should().Be(expected);
        settings.Problems.Should().HaveCount(file == "0" ? 1 : 0);
    }

    [Fact]
    public void are_those_of_the_file_that_is_shipped()
    {
        user.Write(PluginSettings.FileName, File.ReadAllText(Path.Join(Repository.Root, "plugin", "Settings", PluginSettings.FileName)));
        PluginSettings.Resolve(null, null, null, Environment(("NETDATA_USER_CONFIG_DIR", user.Path)))
            .Should().BeEquivalentTo(
                new PluginSettings(1, SourceChoice.Auto, NetworkScope.All, Path.Join(user.Path, PluginSettings.FileName), []),
                "what stands there is the default");
    }

    [Theory]
    [InlineData("update every = 1")]
    [InlineData("source = auto")]
    [InlineData("network namespaces = all")]
    [InlineData("table rows = 4096")]
    [InlineData("service charts = 20")]
    [InlineData("access = members")]
    [InlineData("peers and services = yes")]
    public void are_documented_in_the_file_that_is_shipped(string line) =>
        File.ReadAllLines(Path.Join(Repository.Root, "plugin", "Settings", PluginSettings.FileName)).Should().Contain($"\t# {line}");

    public void Dispose() => user.Dispose();

    private static AgentEnvironment Environment(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
