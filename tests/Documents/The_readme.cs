using System.Text.RegularExpressions;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Procfs;
using TcpResets.Resets;
using TcpResets.Tests.Guides;
using TcpResets.Tests.Health;
using Xunit;

namespace TcpResets.Tests.Documents;

public sealed class The_readme
{
    private static readonly Document Readme = new("README.md");

    [Fact]
    public void lists_every_chart_with_its_dimensions()
    {
        Dictionary<string, string[]> listed = Readme.Table("chart")
            .SelectMany(row => Document.Quoted(row[0]).Select(chart => (Chart: chart, Dimensions: Document.Quoted(row[1]).ToArray())))
            .ToDictionary(row => row.Chart, row => row.Dimensions);

        listed.Keys.Should().BeEquivalentTo(Catalog.Charts.Keys);
        listed.Should().AllSatisfy(row => row.Value.Should().Equal(Catalog.Charts[row.Key], row.Key));
    }

    [Fact]
    public void lists_every_source_that_there_is() =>
        Readme.Table("source").Select(row => row[0]).Should().BeEquivalentTo(Words<SourceKind>.All.Select(word => $"`{word}`"));

    [Fact]
    public void lists_the_alerts_of_the_health_file()
    {
        IEnumerable<string> alerts = HealthFile.Alarms.Where(alarm => alarm.Warn is not null).Select(alarm => alarm.Name);
        Readme.Table("alert").SelectMany(row => Document.Quoted(row[0])).Should().BeSubsetOf(alerts)
            .And.Contain(alerts.Where(alert => !alert.Contains("ipv6", StringComparison.Ordinal)));
        Document.Quoted(Readme.Text).Where(word => Regex.IsMatch(word, "^[a-z0-9]+_$")).Should().BeEquivalentTo(
            [.. HealthFile.Alarms.Where(alarm => alarm.Warn is null).Select(alarm => alarm.Name.Split('_')[0] + "_").Distinct(), "ipv6_"],
            "helpers of such names are in the list of alarms, too");
    }

    [Fact]
    public void gives_the_numbers_of_the_alert()
    {
        string warn = HealthFile.Alarm("10s_ipv4_tcp_resets_received").Lines["warn"];
        string row = Readme.Table("alert")[0][1];

        warn.Should().Contain("$this > 50").And.Contain("$this > (10 * $1h_")
            .And.Contain("$this <= (2 * $1h_").And.Contain("$this > (2.4 * $40s_");
        row.Should().Contain("the last 10 seconds are above 50/s").And.Contain("above ten times what is normal")
            .And.Contain("above twice that and 4.5 times the half minute before")
            .And.Contain("in the first hour").And.Contain("above 50/s and 4.5 times the half minute before");
    }

    [Fact]
    public void lists_the_keys_of_the_configuration_with_their_defaults()
    {
        ConfigurationFile.Keys.Should().Equal(ConfigurationFile.Documented.Keys);
        foreach (string section in ConfigurationFile.Sections)
        {
            Readme.Table($"key of `[{section}]`").Select(row => row[0].Trim('`')).Should().Equal(ConfigurationFile.KeysOf(section));
            Readme.Table($"key of `[{section}]`").Should()
                .AllSatisfy(row => row[1].Should().Contain(ConfigurationFile.Documented[row[0].Trim('`')]));
        }
    }

    [Property]
    public void gives_the_estimate_as_the_plugin_computes_it(byte[] any)
    {
        ulong Of(int counter) => counter < any.Length ? any[counter] : 0UL;
        SnmpEstimate estimate = new()
        {
            AttemptFails = Of(0),
            EstabResets = Of(1),
            AbortOnClose = Of(2) / 4,
            AbortOnData = Of(3) / 4,
            AbortOnTimeout = Of(4) / 4,
            InDestUnreachs = Of(5),
            OutDatagrams = Of(6) / 4,
            OutEchos = Of(7) / 4,
            InSegs = Of(8) * 4,
        };
        Dictionary<string, long> growth = new()
        {
            ["AttemptFails"] = (long)estimate.AttemptFails,
            ["EstabResets"] = (long)estimate.EstabResets,
            ["TCPAbortOnClose"] = (long)estimate.AbortOnClose,
            ["TCPAbortOnData"] = (long)estimate.AbortOnData,
            ["TCPAbortOnTimeout"] = (long)estimate.AbortOnTimeout,
            ["InDestUnreachs"] = (long)estimate.InDestUnreachs,
            ["OutDatagrams"] = (long)estimate.OutDatagrams,
            ["OutEchos"] = (long)estimate.OutEchos,
            ["InSegs"] = (long)estimate.InSegs,
        };
        string limits = Regex.Match(GuideFiles.SourceOf(GuideFiles.Limits), "(?s)received = (min\\(.+?)\nsent = OutRsts").Groups[1].Value;

        Formula.Compute(limits, growth).Should().Be((long)estimate.Received, limits);
    }

    [Theory]
    [InlineData("out/tcp-resets.plugin")]
    [InlineData("out/arm64/tcp-resets.plugin")]
    public void tells_the_size_of_the_executable_and_what_it_needs(string executable)
    {
        string file = Path.Join(Repository.Root, executable);
        CommandResult elf = Shell.Run($"readelf --file-header --dynamic {file}");
        string architecture =
            elf.Output.Contains("Machine:                           AArch64", StringComparison.Ordinal) ? "arm64" : "x86-64";
        Match claim = Regex.Match(
            Readme.OneLine, $@"One executable of .*?(?<size>[\d.]+) MB on {architecture}.*?, needing libc and libm only");

        claim.Success.Should().BeTrue();
        double.Parse(claim.Groups["size"].Value, System.Globalization.CultureInfo.InvariantCulture)
            .Should().BeApproximately(new FileInfo(file).Length / 1e6, 0.1);
        Regex.Matches(elf.Output, @"\(NEEDED\).*\[(.+)\]").Select(match => match.Groups[1].Value.Split(".so")[0])
            .Should().Contain("libc").And.BeSubsetOf(["libc", "libm", "ld-linux-x86-64", "ld-linux-aarch64"], "the loader is part of libc");
    }

    [Fact]
    public void runs_the_tests_as_ci_does()
    {
        string[] ci = [.. File.ReadAllLines(Path.Join(Repository.Root, ".ci", "run"))
            .Where(line => !line.StartsWith('#') && line.Length > 0)];

        ci.Should().Equal("cd \"$(dirname \"$0\")/..\" && exec make test");
        Readme.Text.Should().Contain("```sh\nmake test\n```\n\nruns every test");
    }
}
