using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Resets;
using TcpResets.Settings;
using TcpResets.Tests.Guides;
using TcpResets.Tests.Health;
using Xunit;

namespace TcpResets.Tests.Documents;

public sealed class The_documents
{
    public static TheoryData<string> Alarms => [.. HealthFile.Alarms.Select(alarm => alarm.Name)];

    public static TheoryData<string> Alerts => [.. HealthFile.Alarms.Where(alarm => alarm.Warn is not null).Select(alarm => alarm.Name)];

    [Fact]
    public void link_to_what_there_is() => Found(@"\]\(([^)\s]+)\)")
        .Where(link => !link.Text.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(link)).Should().BeEmpty();

    // What the tests leave need not be there before them.
    [Fact]
    public void name_files_that_there_are() => Found(@"`((?:plugin|tests|guides|health\.d|\.ci|\.github)/[\w./-]*)`")
        .Where(file => file.Text != "tests/Artefacts/" && !Path.Exists(Path.Join(Repository.Root, file.Text))).Should().BeEmpty();

    [Fact]
    public void name_make_targets_that_there_are() => Found("(?:`|^|sudo )make ([a-z0-9]+)").Select(target => target.Text)
        .Should().BeSubsetOf(Regex
            .Matches(File.ReadAllText(Path.Join(Repository.Root, "Makefile")), "^([a-z0-9]+):", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value));

    [Fact]
    public void name_commands_and_options_that_there_are()
    {
        var program = CommandLine.Create();

        Found(@"tcp-resets\.plugin(?: \d+)? ([a-z]+)[`\n]").Select(command => command.Text)
            .Should().BeSubsetOf(program.Subcommands.Select(command => command.Name));
        Document.Quoted(new Document("README.md").Text)
            .SelectMany(quoted => Regex.Matches(quoted, @"(?<![\w-])--[a-z][a-z-]+")).Select(match => match.Value)
            .Where(option => option != "--reject-with") // of iptables
            .Should().NotBeEmpty().And.BeSubsetOf(
                program.Options.Concat(program.Subcommands.SelectMany(command => command.Options)).Select(option => option.Name));
    }

    [Fact]
    public void know_every_command() =>
        CommandLine.Create().Subcommands.Where(command => !command.Hidden && command.Name != "completion")
            .Should().NotBeEmpty().And.AllSatisfy(command =>
                Document.All.Select(page => new Document(page).Text)
                    .Should().Contain(text => Regex.IsMatch(text, $@"tcp-resets(\.plugin)? {command.Name}\b")));

    [Theory]
    [MemberData(nameof(Alarms))]
    public void put_alarms_on_charts_and_dimensions_that_there_are(string name)
    {
        Alarm alarm = HealthFile.Alarm(name);
        Catalog.Charts.Should().ContainKey(alarm.On);
        if (alarm.Calc is null) // what is not computed is looked up
        {
            Catalog.Charts[alarm.On].Should().Contain(alarm.Lookup!.Dimension);
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void link_alerts_to_the_guide_that_serves_them(string name)
    {
        string guide = Regex.Match(HealthFile.Alarm(name).Lines["info"], @"/guides/tcp/(\w+)\.html$").Groups[1].Value;
        GuideFiles.SourceOf(guide).Should().Contain($"`{name}`");
        Executable.GuideFiles.Should().Contain($"{guide}.html");
    }

    [Fact]
    public void describe_each_key_of_the_configuration_in_its_file()
    {
        ConfigurationFile.Documented.Keys.Should().Equal(ConfigurationFile.Keys);
        ConfigurationFile.Read.AsInstalled.Problems.Should().BeEmpty();
        ConfigurationFile.Read.InForce.Problems.Should().BeEmpty();
        (ConfigurationFile.Read.InForce with { File = null, Problems = [] })
            .Should().BeEquivalentTo(
                ConfigurationFile.Read.AsInstalled with { File = null, Problems = [] },
                "what stands there is the default");
    }

    [Fact]
    public void name_each_word_for_a_source()
    {
        string[] words = ["auto", "kernel", "snmp"];
        Words<SourceChoice>.All.Should().Equal(words);
        CommandLine.Create().Options.Single(option => option.Name == "--source").HelpName!.Split('|').Should().Equal(words);
        Regex.Match(ConfigurationFile.Text, "(?s)# Where the numbers come from:.+?(?=# source = )").Value.Should().ContainAll(words);
        new Document("README.md").Text.Should().ContainAll(words.Select(word => $"`{word}`"));
    }

    private static bool LeadsSomewhere((string Page, string Text) link)
    {
        Document document = new(link.Page);
        string[] parts = link.Text.Split('#');
        string target = parts[0].Length == 0 ? document.FullPath : Path.Join(Path.GetDirectoryName(document.FullPath), parts[0]);
        return Path.Exists(target)
            && (parts.Length == 1 || new Document(Path.GetRelativePath(Repository.Root, target)).Anchors.Contains(parts[1]));
    }

    /// <summary>What a pattern finds in all pages, by its group: one that finds nothing proves nothing.</summary>
    private static IEnumerable<(string Page, string Text)> Found(string pattern) => Document.All
        .SelectMany(page => Regex.Matches(new Document(page).Text, pattern, RegexOptions.Multiline)
            .Select(match => (page, match.Groups[1].Value)))
        .Should().NotBeEmpty().And.Subject;
}
