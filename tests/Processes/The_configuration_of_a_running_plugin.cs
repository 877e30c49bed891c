using System.Text;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

public sealed class The_configuration_of_a_running_plugin : IDisposable
{
    private const string Keys =
        "[plugin] has 'update every', 'source', 'network namespaces', 'table rows', 'service charts' and 'peers and services'";

    private readonly HostFiles files = new();
    private readonly TemporaryDirectory user = new();
    private readonly TemporaryDirectory stock = new();

    [Fact]
    public void is_told_with_file_and_line_where_it_is_wrong_and_the_rest_is_used()
    {
        string path = user.Write("tcp-resets.conf",
            """
            # what an operator may write
            [plugin]
            update evry = 5
            update every = 0
            source = moon
            update every
            update every = 4
            [other]
            source = kernel
            """);
        Run("1").Should().Equal(
            $"{path}:3: 'update evry' is not a key of section [plugin]; "
                + $"{Keys}; not used",
            $"{path}:4: 'update every' is '0', which is not a whole number of seconds from 1 to 86400; using 1 s",
            $"{path}:5: 'source' is 'moon', which is none of auto, kernel, snmp; using auto",
            $"{path}:6: 'update every' is not of the form 'key = value'; not used",
            $"{path}:9: 'source' is not a key of section [other]; {Keys}; not used",
            "source snmp, update every 4 s");
    }

    [Fact]
    public void says_that_rules_need_the_source_kernel()
    {
        const string Needs = "[exclude] in tcp-resets.conf takes the source kernel; nothing is excluded";
        user.Write("tcp-resets.conf", "[exclude]\nprobes = kinds refused, port 80\n");
        Run("1").Should().Equal("source snmp, update every 1 s", Needs);
        CheckOf("snmp").Should().Contain("excluded       probes = kinds refused, port 80").And.Contain($"problem        {Needs}");
        CheckOf("kernel").Should().Contain("excluded       probes = kinds refused, port 80")
            .And.NotContain(line => line.StartsWith("problem", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10", "update every = 3", 10)] // the agent draws nothing faster than its own
    [InlineData("1", "update every = 3", 3)]
    [InlineData("1", "\ufeff[plugin]\r\n\tupdate every =3\r\n", 3)]
    public void slows_the_plugin_down_but_does_not_make_it_faster_than_its_agent(string argument, string configuration, int expected)
    {
        bool hasSection = configuration.Contains('[', StringComparison.Ordinal);
        user.Write("tcp-resets.conf", hasSection ? configuration : $"[plugin]\n{configuration}\n");
        Run(argument).Should().Equal($"source snmp, update every {expected} s");
    }

    [Fact]
    public void is_the_users_file_before_the_stock_one()
    {
        user.Write("tcp-resets.conf", "[plugin]\nupdate every = 3\n");
        stock.Write("tcp-resets.conf", "[plugin]\nupdate every = 9\n");
        Run("1").Should().Equal("source snmp, update every 3 s");
    }

    [Fact]
    public void is_the_stock_file_where_the_user_has_none()
    {
        stock.Write("tcp-resets.conf", "[plugin]\nupdate every = 9\n");
        Run("1").Should().Equal("source snmp, update every 9 s");
    }

    [Fact]
    public void is_not_used_if_it_is_binary()
    {
        string path = user.Write("tcp-resets.conf", File.ReadAllBytes(Repository.Executable)[..60_000]);
        Run("1").Should().Equal($"{path}: is not a text file; using the defaults", "source snmp, update every 1 s");
    }

    [Fact]
    public void is_not_used_if_it_has_10_MB()
    {
        string path = user.Write("tcp-resets.conf", Encoding.ASCII.GetBytes(new string('\n', 10_000_000) + "[plugin]\nupdate every = 3\n"));
        Run("1").Should().Equal(
            $"{path}: is larger than 64 KiB, so it is not a configuration of this plugin; using the defaults",
            "source snmp, update every 1 s");
    }

    [Theory]
    [InlineData("mkdir $C")]
    [InlineData("mkfifo $C")] // whose opening would wait for a writer
    [InlineData("mkfifo $C; exec 4<>$C; echo [plugin] >&4")] // and this one's end for its end
    [InlineData("ln -s /dev/zero $C")]
    [InlineData("ln -s /dev/full $C")]
    [InlineData("ln -s /dev/tty $C")]
    [InlineData("mknod $C c 1 5")]
    [InlineData("mkfifo $C.fifo; ln -s $C.fifo $C")]
    public void is_not_used_if_it_is_no_regular_file(string make)
    {
        string path = Path.Join(user.Path, "tcp-resets.conf");
        Run("1", $"C={path}; {make}; ").Should().Equal(
            $"{path}: is not a regular file; using the defaults", "source snmp, update every 1 s");
        using PluginProcess check = PluginProcess.Start("check --source snmp", files.Environment, ("NETDATA_USER_CONFIG_DIR", user.Path));
        check.ExitCode().Should().Be(0);
        check.RestOfOutput().Should().Contain($"problem        {path}: is not a regular file; using the defaults");
    }

    [Fact]
    public void may_be_a_link_as_it_is_in_containers()
    {
        user.Write("data/tcp-resets.conf", "[plugin]\nupdate every = 3\n");
        File.CreateSymbolicLink(Path.Join(user.Path, "tcp-resets.conf"), "data/tcp-resets.conf");
        Run("1").Should().Equal("source snmp, update every 3 s");
    }

    [Fact]
    public void costs_a_handful_of_lines_however_much_is_wrong_with_it()
    {
        string path = user.Write("tcp-resets.conf", string.Concat(Enumerable.Repeat("x\n", 32 * 1024)));
        Run("1").Should().Equal(
            [
                .. Enumerable.Range(1, 5).Select(line => $"{path}:{line}: 'x' is not of the form 'key = value'; not used"),
                "and 32763 more mistakes in the configuration",
                "source snmp, update every 1 s",
            ]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[plugin]\nsource = ", "'source' is ")]
    [InlineData("[plugin]\nupdate every = ", "'update every' is ")]
    public void is_repeated_in_short(string before, string told)
    {
        user.Write("tcp-resets.conf", before + new string('x', 60_000));
        string line = Run("1").First();
        line.Should().Contain($": {told}'{new string('x', 80)}...'");
        line.Length.Should().BeLessThan(400);
    }

    [Fact]
    public void steers_no_terminal_by_check_and_starts_no_line()
    {
        const string Evil = "[plugin]\nsource = \e]0;x\a\e[2J\u009b31m\rproblem\u2028none\u202e\nx\u0085y\n[\e[1m]\n\e[7m = 1\n";
        user.Write("tcp-resets.conf", [.. Encoding.UTF8.GetBytes(Evil), 0x9b, (byte)'2', (byte)'J', (byte)'\n']);
        using PluginProcess check = PluginProcess.Script(
            "exec 2>&1; exec \"$PLUGIN\" check --source snmp",
            ("NETDATA_HOST_PREFIX", files.Prefix + "/\e[31m"), ("NETDATA_USER_CONFIG_DIR", user.Path));
        check.ExitCode().Should().Be(1);
        string[] lines = check.RestOfOutput();
        lines.Should().HaveCount(5 + 4 + 1).And.OnlyContain(line => !line.Any(c => char.IsControl(c) || c == '\u2028' || c == '\u202e'));
        lines.Should().ContainSingle(line => line.EndsWith(
            ":2: 'source' is ' ]0;x  [2J 31m problem none ', which is none of auto, kernel, snmp; using auto", StringComparison.Ordinal));
    }

    [Fact]
    public void is_not_used_if_the_agents_user_may_not_read_it()
    {
        string path = user.Write("tcp-resets.conf", "[plugin]\nupdate every = 3\n");
        Run(
                "1",
                "chmod 600 $NETDATA_USER_CONFIG_DIR/*; chmod -R a+rX $NETDATA_HOST_PREFIX; "
                    + "chmod 755 $NETDATA_USER_CONFIG_DIR $NETDATA_STOCK_CONFIG_DIR; ",
                "setpriv --reuid=65534 --regid=65534 --clear-groups -- ")
            .Should().Equal($"{path}: cannot be read: Permission denied; using the defaults", "source snmp, update every 1 s");
    }

    public void Dispose()
    {
        files.Dispose();
        user.Dispose();
        stock.Dispose();
    }

    /// <summary>What the plugin says, in its log, until it has collected once.</summary>
    private IEnumerable<string> Run(string updateEvery, string before = "", string launcher = "")
    {
        using PluginProcess plugin = PluginProcess.Script(
            $"{before}exec {launcher}/proc/self/fd/3 {updateEvery} --source snmp 3<$PLUGIN",
            files.Environment,
            ("NETDATA_USER_CONFIG_DIR", user.Path),
            ("NETDATA_STOCK_CONFIG_DIR", stock.Path));
        plugin.NextTick();
        plugin.CloseInput();
        plugin.ExitCode().Should().Be(0);
        return plugin.RestOfLog().Select(line => line[(line.IndexOf(" : MAIN : ", StringComparison.Ordinal) + 10)..])
            .Select(line => line.StartsWith("source ", StringComparison.Ordinal) ? line.Split(';')[0] : line);
    }

    private string[] CheckOf(string source)
    {
        using PluginProcess check = PluginProcess.Start(
            $"check --source {source}", files.Environment, ("NETDATA_USER_CONFIG_DIR", user.Path));
        check.ExitCode().Should().Be(0);
        return check.RestOfOutput();
    }
}
