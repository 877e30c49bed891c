using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Packaging;
using Xunit;

namespace TcpResets.Tests.Packaging;

/// <summary>The address that <c>install</c> writes into the alerts.</summary>
public sealed class The_address_of_the_guides
{
    private const string Health = "etc/netdata/health.d/tcp_resets.conf";
    private const string Proxy = "https://monitor.example.org/netdata";

    private static readonly InstallShape Shape = InstallShape.All[0];

    [Theory]
    [InlineData("", "http://web1:19999")]
    [InlineData("[web]\n\tdefault port = 8080", "http://web1:8080")]
    [InlineData("[global]\n\tport = 8081", "http://web1:8081", "as agents before 1.10 have it")]
    [InlineData("[web]\n\tbind to = *", "http://web1:19999")]
    [InlineData("[web]\n\tbind to = *:8080=dashboard|badges", "http://web1:8080")]
    [InlineData("[web]\n\tbind to = *:8080=streaming *:8081=dashboard", "http://web1:8081")]
    [InlineData("[web]\n\tbind to = unix:/run/netdata.sock 0.0.0.0", "http://web1:19999")]
    [InlineData("[web]\n\tbind to = tcp:192.0.2.1%eth0:8080", "http://192.0.2.1:8080")]
    [InlineData("[web]\n\tbind to = [2001:db8::1]:8080", "http://[2001:db8::1]:8080")]
    [InlineData("[web]\n\tbind to = [::]", "http://web1:19999")]
    [InlineData("[web]\n\tbind to = localhost, 192.0.2.1", "http://192.0.2.1:19999")]
    [InlineData("[web]\n\tbind to = 127.0.0.1:8080", "http://localhost:8080", "only this machine can open it")]
    [InlineData("[web]\n\tbind to = [::1]", "http://localhost:19999")]
    [InlineData("[global]\n\tbind socket to IP = 127.0.0.1", "http://localhost:19999", "as in Debian's package")]
    [InlineData("[web]\n\tbind to = 192.0.2.1:http\n\tdefault port = none", "http://192.0.2.1:19999")]
    [InlineData("[web]\n\tbind to = <b>:80", "http://localhost:19999")]
    public void is_the_agents_own(string configuration, string address, string why = "")
    {
        using Machine machine = new();
        File.WriteAllText(machine.At("netdata.conf"), configuration);

        AgentAddress.Of(new AgentConfiguration(machine.At("netdata.conf")), "web1").Should().Be(address, why);
    }

    [Theory]
    [InlineData("", "127.0.0.1:19999")]
    [InlineData("[web]\n\tdefault port = 8080", "127.0.0.1:8080")]
    [InlineData("[web]\n\tbind to = *:8080=streaming any:8081=dashboard", "127.0.0.1:8081")]
    [InlineData("[web]\n\tbind to = localhost:8080 192.0.2.1", "127.0.0.1:8080")]
    [InlineData("[web]\n\tbind to = tcp:192.0.2.1%eth0:8080", "192.0.2.1:8080")]
    [InlineData("[web]\n\tbind to = [2001:db8::1]:8080", "[2001:db8::1]:8080")]
    [InlineData("[web]\n\tbind to = [::]", "[::1]:19999")]
    [InlineData("[web]\n\tbind to = web1.example.org", null, "no name is looked up")]
    [InlineData("[web]\n\tbind to = unix:/run/netdata.sock", null)]
    public void is_not_where_the_agent_itself_is_asked(string configuration, string? server, string why = "")
    {
        using Machine machine = new();
        File.WriteAllText(machine.At("netdata.conf"), configuration);

        AgentAddress.Local(new AgentConfiguration(machine.At("netdata.conf")))?.ToString().Should().Be(server, why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("<script>")]
    public void is_the_machine_itself_if_its_name_is_none(string name) =>
        AgentAddress.Of(new AgentConfiguration("/nowhere"), name).Should().Be("http://localhost:19999");

    [Fact]
    public void is_in_every_alert_and_told()
    {
        using Machine machine = Machine.With(Shape);
        File.WriteAllText(machine.At("etc/netdata/netdata.conf"), "[web]\n\tbind to = 192.0.2.1:8080\n");

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        Guides(machine).Should().HaveCount(6).And.OnlyContain(link =>
            link.StartsWith("http://192.0.2.1:8080/guides/tcp/", StringComparison.Ordinal));
        machine.Output.Should().Contain("Alerts link the guides at http://192.0.2.1:8080/guides/tcp/\n");
        string installed = machine.Listing();
        machine.Install();
        machine.Output.Should().Contain("in place already");
        machine.Listing().Should().Be(installed);
    }

    [Fact]
    public void is_said_to_be_the_machines_own_if_nobody_else_can_open_it()
    {
        using Machine machine = Machine.With(Shape);
        File.WriteAllText(machine.At("etc/netdata/netdata.conf"), "[web]\n\tbind to = localhost\n");

        machine.Install();

        machine.Output.Should().Contain("http://localhost:19999/guides/tcp/, which only this machine can open");
    }

    [Fact]
    public void is_what_the_user_says_and_stays_so_until_told_otherwise()
    {
        using Machine machine = Machine.With(Shape);
        string before = machine.Listing();
        machine.Install();
        machine.Install(url: Proxy + "/").Should().Be(ExitCode.Done, machine.Errors);
        Guides(machine).Should().OnlyContain(link => link.StartsWith($"{Proxy}/guides/tcp/", StringComparison.Ordinal));
        machine.Output.Should().NotContain("kept");

        machine.Install();
        machine.Output.Should().Contain("in place already");

        machine.Install(url: "http://other.example.org");
        Guides(machine).Should().OnlyContain(link => link.StartsWith("http://other.example.org/guides/tcp/", StringComparison.Ordinal));

        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void is_not_written_into_a_file_that_the_user_has_changed()
    {
        using Machine machine = Machine.With(Shape);
        machine.Install();
        File.AppendAllText(machine.At(Health), "# mine\n");
        string mine = File.ReadAllText(machine.At(Health));

        machine.Install(url: Proxy);

        File.ReadAllText(machine.At(Health)).Should().Be(mine);
        File.ReadAllText(machine.At(Health) + ".new").Should().Contain($"{Proxy}/guides/tcp/");
        machine.Output.Should().Contain($"kept {machine.At(Health)}: you have changed it");
    }

    [Theory]
    [InlineData("http://localhost:19999", true)]
    [InlineData("https://monitor.example.org:8443/a/b_c-d/%7Eme", true)]
    [InlineData("http://[2001:db8::1]:19999", true)]
    [InlineData("http://192.0.2.1:65535", true)]
    [InlineData("", false)]
    [InlineData("http://", false)]
    [InlineData("https:///path", false)]
    [InlineData("http://:80", false)]
    [InlineData("http://[", false)]
    [InlineData("http://[]", false)]
    [InlineData("http://[]:80", false)]
    [InlineData("http://[a]", false)]
    [InlineData("http://[::1]80", false)]
    [InlineData("http://::1", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://a:b:c", false)]
    [InlineData("http://a:80:81", false)]
    [InlineData("http://a:", false)]
    [InlineData("http://a:http", false)]
    [InlineData("http://a:0", false)]
    [InlineData("http://a:65536", false)]
    [InlineData("monitor.example.org", false)]
    [InlineData("ftp://monitor.example.org", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("http://a b", false)]
    [InlineData("http://a\tb", false)]
    [InlineData("http://a\nb", false)]
    [InlineData("http://a\u001b[1m", false)]
    [InlineData("http://a\"b", false)]
    [InlineData("http://a'b", false)]
    [InlineData("http://a<b>", false)]
    [InlineData("http://a/?b=c&d", false)]
    [InlineData("http://a#b", false)]
    [InlineData("http://a/${label:x}", false)]
    [InlineData("http://a\\", false)]
    [InlineData("http://me:secret@a", false)]
    [InlineData("http://münchen.example", false)]
    public void is_refused_if_it_could_not_stand_in_a_message(string url, bool isValid)
    {
        AgentAddress.IsValid(url).Should().Be(isValid);
        CommandLine.Create().Parse(["install", "--dry-run", "--url", url]).Errors.Any().Should().Be(!isValid);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(5000, false)]
    public void is_refused_if_it_is_too_long_for_a_message(int length, bool isValid) =>
        AgentAddress.IsValid("http://a/".PadRight(length, 'b')).Should().Be(isValid);

    [Theory]
    [InlineData("ftp://a", "does not begin with http:// or https://")]
    [InlineData("http://a b", "has characters other than letters, digits and -._~:/%[]!*+,;=")]
    [InlineData("http://:80", "has no host")]
    [InlineData("http://[", "has no host that is a name, an IPv4 address, or an IPv6 address in brackets")]
    [InlineData("http://a:b:c", "has behind the host what is no port of 1 to 65535")]
    public void is_refused_with_exit_code_2_and_the_reason(string url, string reason)
    {
        CommandResult install = Command.Run(Repository.Executable, ["install", "--dry-run", "--url", url]);

        install.ExitCode.Should().Be(ExitCode.WrongUsage);
        install.Errors.Should().Contain($"--url: URL {reason}.");
    }

    private static string[] Guides(Machine machine) =>
        [.. Regex.Matches(File.ReadAllText(machine.At(Health)), @"https?://\S+\.html").Select(link => link.Value)];
}
