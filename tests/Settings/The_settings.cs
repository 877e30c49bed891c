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
    public void are_documented_in_the_file_that_is_shipped(string line) =>
        File.ReadAllLines(Path.Join(Repository.Root, "plugin", "Settings", PluginSettings.FileName)).Should().Contain($"\t# {line}");

    public void Dispose() => user.Dispose();

    private static AgentEnvironment Environment(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
