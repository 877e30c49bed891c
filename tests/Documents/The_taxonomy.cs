using System.Text.Json;
using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Documents;

/// <summary>plugin/Netdata/taxonomy.yaml, in the form of Netdata's integrations/schemas/taxonomy_collector.json.</summary>
public sealed class The_taxonomy
{
    private static readonly JsonElement File = YamlFile.Read("plugin", "Netdata", "taxonomy.yaml");

    [Fact]
    public void has_the_form_that_Netdata_reads() =>
        JsonSchema.Problems("Documents/taxonomy.schema.json", File.GetRawText()).Should().Equal("");

    [Fact]
    public void places_each_context_once() =>
        File.List("placements").SelectMany(placement => Contexts(placement)).Should().BeEquivalentTo(Catalog.Charts.Keys);

    [Fact]
    public void is_of_the_module_of_the_metadata_that_has_them_all()
    {
        JsonElement metadata = YamlFile.Read("plugin", "Netdata", "metadata.yaml");
        File.Word("plugin_name").Should().Be(metadata.Word("plugin_name"));
        File.Word("module_name").Should().Be(nameof(SourceKind.Kernel).ToLowerInvariant());
        metadata.List("modules").Select(module => module.GetProperty("meta").Word("module_name"))
            .Should().Contain(File.Word("module_name"));
    }

    // A text stands for the context that it names, and what has an id is a group.
    private static IEnumerable<string> Contexts(JsonElement place) => place.List("items")
        .SelectMany(item => item.ValueKind == JsonValueKind.String ? [item.GetString()!] : Contexts(item));
}
