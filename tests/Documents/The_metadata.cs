using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Charts;
using TcpResets.Resets;
using TcpResets.Tests.Health;
using Xunit;

namespace TcpResets.Tests.Documents;

/// <summary>plugin/Netdata/metadata.yaml, in the form of Netdata's integrations/schemas/collector.json.</summary>
public sealed class The_metadata
{
    private static readonly string Text = File.ReadAllText(Path.Join(Repository.Root, "plugin", "Netdata", "metadata.yaml"));

    public static TheoryData<string> Sources => [.. Enum.GetNames<SourceKind>()];

    [Theory]
    [MemberData(nameof(Sources))]
    public void lists_every_chart_of_each_source_with_its_unit_type_and_dimensions(string name)
    {
        string line = $"module_name: {name.ToLowerInvariant()}\n";
        string module = Text.Split("  - meta:\n").Single(text => text.Contains(line, StringComparison.Ordinal));

        Matches(
                module,
                @"^            - name: (\S+)\n              description: .+\n              unit: (\S+)\n"
                    + @"              chart_type: (\w+)\n              dimensions:\n((?:                - name: \w+\n?)+)")
            .Select(metric => $"{metric[1]} {metric[2]} {metric[3]} "
                + string.Join(' ', Regex.Matches(metric[4], @"name: (\w+)").Select(dimension => dimension.Groups[1].Value)))
            .Should().Equal(ChartCatalog.For(Enum.Parse<SourceKind>(name))
                .Select(chart => $"{chart.Id} {Chart.Units} {chart.Type.ToString().ToLowerInvariant()} "
                    + string.Join(' ', chart.Dimensions.Select(dimension => dimension.Id))));
    }

    [Fact]
    public void lists_every_alert_with_its_chart() =>
        Matches(
                Text,
                @"^      - name: (\S+)\n        link: health\.d/tcp_resets\.conf\n        metric: (\S+)\n        info: (.+)\n"
                    + @"        os: linux$")
            .Select(alert => $"{alert[1]} {alert[2]} "
                + HealthFile.Alarm(alert[1]).Lines["info"].StartsWith(alert[3], StringComparison.Ordinal))
            .Should().BeEquivalentTo(HealthFile.Alarms.Where(alarm => alarm.Warn is not null)
                .Select(alarm => $"{alarm.Name} {alarm.On} True"));

    [Fact]
    public void lists_the_keys_of_the_configuration_with_their_defaults() =>
        Matches(Text, @"^            - name: ([a-z ]+)\n              description: .+\n              default_value: (\w+)\n")
            .ToDictionary(key => key[1], key => key[2])
            .Should().BeEquivalentTo(ConfigurationFile.Documented);

    private static IEnumerable<string[]> Matches(string text, string pattern) =>
        Regex.Matches(text, pattern, RegexOptions.Multiline).Select(match => match.Groups.Values.Select(group => group.Value).ToArray());
}
