using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Charts;
using TcpResets.Functions;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Settings;
using TcpResets.Tests.Charts;
using TcpResets.Tests.Health;
using Xunit;

namespace TcpResets.Tests.Documents;

/// <summary>plugin/Netdata/metadata.yaml, in the form of Netdata's integrations/schemas/collector.json.</summary>
public sealed class The_metadata
{
    private static readonly JsonElement File = YamlFile.Read("plugin", "Netdata", "metadata.yaml");

    public static TheoryData<string> Sources => [.. Enum.GetNames<SourceKind>()];

    [Fact]
    public void has_the_form_that_Netdata_reads() =>
        JsonSchema.Problems("Documents/metadata.schema.json", File.GetRawText()).Should().Equal("");

    /// <summary>It describes a page: plain text of 50 to 160 characters, which no other page has (descriptions.py there).</summary>
    [Fact]
    public void begins_with_a_sentence_on_what_each_module_monitors()
    {
        string[] sentences = [.. File.List("modules").Select(module => Regex.Match(
            Regex.Replace(module.GetProperty("overview").GetProperty("data_collection").Word("metrics_description"), @"\s+", " "),
            @"^.*?\.(?= |$)").Value)];

        sentences.Should().OnlyHaveUniqueItems().And.HaveCount(Enum.GetValues<SourceKind>().Length)
            .And.AllSatisfy(sentence => sentence.Should().StartWith("Monitor ").And.MatchRegex(@"^[^*_\[\]<>#`~""\\]{50,160}$"));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void lists_every_chart_of_each_source_with_its_unit_type_and_dimensions(string name) =>
        Scopes(name).SelectMany(scope => scope.List("metrics"))
            .Select(metric => $"{metric.Word("name")} {metric.Word("unit")} {metric.Word("chart_type")} {Names(metric, "dimensions")}")
            .Should().Equal(Charts(name).Select(chart => $"{chart.Id} {Chart.Units} {chart.Type.ToString().ToLowerInvariant()} "
                + string.Join(' ', chart.Dimensions.Select(dimension => dimension.Id))));

    [Theory]
    [MemberData(nameof(Sources))]
    public void lists_every_label_of_the_charts_of_each_source(string name)
    {
        PluginsdWriter writer = new(-1);
        CollectedChart.WriteLabels(writer, new NoSource());
        ServicesDrawn services = new();
        services.Tick();
        services.Flows.Happens(services.Flows.Event(Received.Established), 1);
        services.Tick();
        Dictionary<string, string[]> written = new()
        {
            ["global"] = LabelsIn(Encoding.UTF8.GetString(writer.Pending)),
            ["service"] = LabelsIn(services.Said),
        };

        written["service"].Should().Contain("service_name");
        Scopes(name).Should().NotBeEmpty().And.AllSatisfy(scope =>
            Names(scope, "labels").Split(' ').Should().BeEquivalentTo(written[scope.Word("name")], scope.Word("name")));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void lists_every_alert_on_the_charts_of_each_source(string name)
    {
        string[] charts = [.. Charts(name).Select(chart => chart.Id)];

        Module(name).List("alerts").Select(alert => $"{alert.Word("name")} {alert.Word("metric")} {alert.Word("os")} "
                + HealthFile.Alarm(alert.Word("name")).Lines["info"].StartsWith(alert.Word("info"), StringComparison.Ordinal))
            .Should().Equal(HealthFile.Alarms.Where(alarm => charts.Contains(alarm.On))
                .Select(alarm => $"{alarm.Name} {alarm.On} {alarm.Lines["os"]} True"));
        Module(name).List("alerts").Should().AllSatisfy(alert => alert.Word("link").Should().Be("health.d/tcp_resets.conf"));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void lists_the_keys_of_the_configuration_with_their_sections_and_defaults(string name)
    {
        JsonElement[] options = Module(name).List("setup", "configuration", "options", "list");

        options.Select(option => $"{option.Word("group")} {option.Word("name")} = {option.Word("default_value")}").Should().Equal(
        [
            .. ConfigurationFile.Sections.SelectMany(section => ConfigurationFile.KeysOf(section)
                .Select(key => $"[{section}] {key} = {ConfigurationFile.Documented[key]}")),
            $"[{ExcludeRules.Section}] NAME = ", // which is the operator's
        ]);
        string[] parts =
            [.. Regex.Matches(ConfigurationFile.Text, @"^\t#   (\w+)  ", RegexOptions.Multiline).Select(part => part.Groups[1].Value)];
        parts.Should().HaveCount(3).And.AllSatisfy(part => options[^1].Word("detailed_description").Should().Contain($"- `{part}`:"));
    }

    [Fact]
    public void describes_the_Function_of_the_source_kernel_and_of_no_other()
    {
        JsonElement function = Module(nameof(SourceKind.Kernel)).List("functions", "list").Single();

        Module(nameof(SourceKind.Snmp)).TryGetProperty("functions", out _).Should().BeFalse();
        function.Word("id").Should().Be(TcpResetsFunction.Name);
        JsonElement[] parameters = function.List("parameters");
        parameters.Select(parameter => parameter.Word("id")).Should().Equal(FlowFilter.Names);
        parameters[0].List("options").Select(option => $"{option.Word("id")} {option.Word("default") == "True"}")
            .Should().Equal(FlowFilter.Shows.Select(word => $"{word} {FlowFilter.IsShownByDefault(word)}"));
        function.List("returns", "columns")
            .Select(column => $"{column.Word("name")} {column.Word("type")} {column.Word("unit")} {column.Word("visibility") != "hidden"}")
            .Should().Equal(FunctionColumns.All.Where(column => !column.IsOfTheRow)
                .Select(column => $"{column.Name} {column.Type} {column.Units} {column.IsVisible}"));
    }

    private static JsonElement Module(string source) => File.List("modules")
        .Single(module => module.GetProperty("meta").Word("module_name").Equals(source, StringComparison.OrdinalIgnoreCase));

    private static JsonElement[] Scopes(string source) => Module(source).List("metrics", "scopes");

    private static IEnumerable<Chart> Charts(string source) => ChartCatalog.For(Enum.Parse<SourceKind>(source))
        .Concat(source == nameof(SourceKind.Kernel) ? [ChartCatalog.OfService(default)] : []);

    private static string Names(JsonElement of, string list) => string.Join(' ', of.List(list).Select(each => each.Word("name")));

    private static string[] LabelsIn(string protocol) =>
        [.. Regex.Matches(protocol, "^CLABEL '([^']+)'", RegexOptions.Multiline).Select(label => label.Groups[1].Value)];
}
