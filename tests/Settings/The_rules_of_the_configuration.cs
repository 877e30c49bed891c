using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Settings;

public sealed class The_rules_of_the_configuration : IDisposable
{
    private readonly TemporaryDirectory user = new();

    [Fact]
    public void hold_in_the_order_of_their_lines()
    {
        PluginSettings settings = Read("""
            [exclude]
                haproxy check = kinds handshake, port 8080
            [plugin]
                table rows = 100
            [exclude]
                # another = port 1
                probes = peers fd00::/8
            """);
        settings.Problems.Should().BeEmpty();
        settings.Exclude.Select(rule => rule.Line).Should()
            .Equal("haproxy check = kinds handshake, port 8080", "probes = peers fd00::/8");
        settings.TableRows.Should().Be(100);
    }

    [Fact]
    public void are_told_with_file_and_line_where_they_are_wrong_and_the_others_hold()
    {
        PluginSettings settings = Read("""
            [exclude]
            a = kinds nonsense
            b = port 1
            port 2
            B = port 3
            a = port 4
            """);
        string path = Path.Join(user.Path, PluginSettings.FileName);
        settings.Problems.Should().Equal(
            $"{path}:2: [exclude] 'a': 'nonsense' is no kind of reset; not used",
            $"{path}:4: [exclude] 'port 2': it is not of the form 'NAME = kinds ..., port ..., peers ...'; not used",
            $"{path}:5: [exclude] 'B': line 3 has a rule of that name; not used");
        settings.Exclude.Select(rule => rule.Line).Should().Equal("b = port 1", "a = port 4");
    }

    [Fact]
    public void are_told_in_short_where_they_are_long()
    {
        PluginSettings settings = Read($"[exclude]\n{new string('n', 9000)} = port 1\nb = {new string('x', 9000)}\n");
        settings.Problems.Should().HaveCount(2).And.OnlyContain(problem => problem.Length < 400);
        settings.Exclude.Should().BeEmpty();
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    public void are_as_many_as_the_kernels_programs_have_room_for(int rules, int held)
    {
        PluginSettings settings = Read("[exclude]\n" + string.Concat(Enumerable.Range(1, rules).Select(i => $"r{i} = port {i}\n")));
        settings.Exclude.Should().HaveCount(held);
        settings.Problems.Should().HaveCount(rules - held);
    }

    [Fact]
    public void are_left_out_whole_where_their_peers_have_no_room()
    {
        string peers = string.Join(' ', Enumerable.Range(1, 63).Select(i => $"10.0.0.{i}"));
        PluginSettings settings = Read($"[exclude]\na = peers {peers}\nb = peers fd00::1 fd00::2\nc = port 1\n");
        settings.Exclude.Select(rule => rule.Name).Should().Equal("a", "c");
        settings.Problems.Should().ContainSingle().Which.Should().Contain(
            ":3: [exclude] 'b': there is room for 64 ranges of peers in all rules, a rule without peers taking one");
    }

    [Fact]
    public void are_shown_by_the_file_that_is_shipped_as_it_takes_them()
    {
        string shipped = File.ReadAllText(Path.Join(Repository.Root, "plugin", "Settings", PluginSettings.FileName));
        string[] examples =
            [.. Regex.Matches(shipped, @"^\t# (\S+ = kinds .+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        PluginSettings settings = Read($"[exclude]\n{string.Join('\n', examples)}");
        settings.Problems.Should().BeEmpty();
        settings.Exclude.Select(rule => rule.Line).Should().Equal(examples).And.NotBeEmpty();
    }

    public void Dispose() => user.Dispose();

    private PluginSettings Read(string text)
    {
        user.Write(PluginSettings.FileName, text);
        return PluginSettings.Resolve(
            null, null, null, new AgentEnvironment(name => name == "NETDATA_USER_CONFIG_DIR" ? user.Path : null));
    }
}
