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
    public static TheoryData<string> Pages => [.. Document.All];

    public static TheoryData<string> Alarms => [.. HealthFile.Alarms.Select(alarm => alarm.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void link_to_what_there_is(string page)
    {
        Document document = new(page);
        foreach (string link in Regex.Matches(document.Text, @"\]\(([^)\s]+)\)").Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = link.Split('#');
            string target = parts[0].Length == 0 ? document.FullPath : Path.Join(Path.GetDirectoryName(document.FullPath), parts[0]);
            Path.Exists(target).Should().BeTrue("{0} links to {1}", page, link);
            if (parts.Length > 1)
            {
                new Document(Path.GetRelativePath(Repository.Root, target)).Anchors.Should().Contain(parts[1], "{0} links to {1}", page, link);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void name_files_that_there_are(string page)
    {
        foreach (string name in Document.Quoted(new Document(page).Text).Where(name => Regex.IsMatch(name, @"^(plugin|tests|guides|health\.d|\.ci|\.github)/[\w./-]*$")))
        {
            // What the tests leave need not be there before them.
            (name is "tests/Golden/" or "tests/Artefacts/" || Path.Exists(Path.Join(Repository.Root, name))).Should().BeTrue("{0} names {1}", page, name);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void name_make_targets_that_there_are(string page) =>
        Regex.Matches(new Document(page).Text, @"(?:`|^|sudo )make ([a-z0-9]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)
            .Should().BeSubsetOf(Regex.Matches(File.ReadAllText(Path.Join(Repository.Root, "Makefile")), "^([a-z0-9]+):", RegexOptions.Multiline).Select(match => match.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Pages))]
    public void name_commands_and_options_that_there_are(string page)
    {
        var program = CommandLine.Create();
        string text = new Document(page).Text;

        Regex.Matches(text, @"tcp-resets\.plugin(?: \d+)? ([a-z]+)[`\n]").Select(match => match.Groups[1].Value)
            .Should().BeSubsetOf(program.Subcommands.Select(command => command.Name));
        if (page == "README.md")
        {
            Document.Quoted(text).SelectMany(quoted => Regex.Matches(quoted, @"(?<![\w-])--[a-z][a-z-]+")).Select(match => match.Value)
                .Where(option => option != "--reject-with") // of iptables
                .Should().BeSubsetOf(program.Options.Concat(program.Subcommands.SelectMany(command => command.Options)).Select(option => option.Name));
        }
    }

    [Fact]
    public void know_every_command() =>
        CommandLine.Create().Subcommands.Where(command => !command.Hidden && command.Name != "completion")
            .Should().AllSatisfy(command => Document.All.Select(page => new Document(page).Text).Should().Contain(text => Regex.IsMatch(text, $@"tcp-resets\.plugin {command.Name}\b")));

    [Theory]
    [MemberData(nameof(Alarms))]
    public void put_alarms_on_charts_and_dimensions_that_there_are(string name)
    {
        Alarm alarm = HealthFile.Alarm(name);
        if (alarm.On.StartsWith("ipv6.", StringComparison.Ordinal) && !Catalog.Charts.ContainsKey(alarm.On))
        {
            // They wait for a source that tells the families apart; till then they must be the same as those of IPv4.
            Catalog.Charts.Should().ContainKey(alarm.On.Replace("ipv6", "ipv4", StringComparison.Ordinal));
            return;
        }

        Catalog.Charts.Should().ContainKey(alarm.On);
        if (alarm.Lookup is not null)
        {
            Catalog.Charts[alarm.On].Should().Contain(alarm.Lookup.Dimension);
        }
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void link_alarms_to_the_guide_that_serves_them(string name)
    {
        Alarm alarm = HealthFile.Alarm(name);
        foreach (string guide in Regex.Matches(alarm.Lines["info"], @"href=/guides/tcp/(\w+)\.html").Select(match => match.Groups[1].Value))
        {
            GuideFiles.All.Select(file => file.Name).Should().Contain(guide);
            GuideFiles.SourceOf(guide).Should().Contain($"`{name}`");
            Executable.GuideFiles.Should().Contain($"{guide}.html");
        }
    }

    [Fact]
    public void describe_each_key_of_the_configuration_in_its_file()
    {
        ConfigurationFile.Documented.Keys.Should().Equal(ConfigurationFile.Keys);
        ConfigurationFile.Read.AsInstalled.Problems.Should().BeEmpty();
        ConfigurationFile.Read.InForce.Problems.Should().BeEmpty();
        (ConfigurationFile.Read.InForce with { File = null, Problems = [] })
            .Should().BeEquivalentTo(ConfigurationFile.Read.AsInstalled with { File = null, Problems = [] }, "what stands there is the default");
    }

    [Fact]
    public void name_each_word_for_a_source()
    {
        foreach (string word in Words<SourceChoice>.All)
        {
            File.ReadAllText(Path.Join(Repository.Root, "plugin", "Settings", PluginSettings.FileName)).Should().Contain(word);
            CommandLine.Create().Options.Single(option => option.Name == "--source").HelpName!.Split('|').Should().Contain(word);
            new Document("README.md").Text.Should().Contain($"`{word}`");
        }
    }
}
