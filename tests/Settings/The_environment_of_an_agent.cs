using FluentAssertions;
using TcpResets.Packaging;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Settings;

public sealed class The_environment_of_an_agent
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("/host", "/host")]
    [InlineData("/host/", "/host")]
    public void says_where_the_hosts_root_is(string? variable, string expected) =>
        new AgentEnvironment(name => name == "NETDATA_HOST_PREFIX" ? variable : null).HostPrefix.Should().Be(expected);

    [Theory]
    [InlineData(null, null)]
    [InlineData("/etc/netdata", null, "/etc/netdata")]
    [InlineData(null, "/usr/lib/netdata/conf.d", "/usr/lib/netdata/conf.d")]
    [InlineData("/etc/netdata", "/usr/lib/netdata/conf.d", "/etc/netdata", "/usr/lib/netdata/conf.d")]
    public void says_where_configurations_are_the_users_first(string? user, string? stock, params string[] expected) =>
        new AgentEnvironment(name => name switch { "NETDATA_USER_CONFIG_DIR" => user, "NETDATA_STOCK_CONFIG_DIR" => stock, _ => null })
            .ConfigDirectories.Should().Equal(expected);

    [Fact]
    public void is_for_a_person_that_of_the_Netdata_which_is_installed()
    {
        using TemporaryDirectory root = new();
        string config = Path.Join(root.Path, "opt/netdata/etc/netdata");
        Directory.CreateDirectory(Path.Join(root.Path, "etc/netdata"));
        Directory.CreateDirectory(config);
        File.WriteAllText(Path.Join(config, "tcp-resets.conf"), "");

        new AgentEnvironment(_ => null).OrWith(InstallLayout.ConfigDirectory(root.Path))
            .ConfigDirectories.Should().Equal([config], "the other has no such file");
        new AgentEnvironment(name => name == "NETDATA_USER_CONFIG_DIR" ? "/mine" : null)
            .OrWith(InstallLayout.ConfigDirectory(root.Path)).ConfigDirectories.Should().Equal(["/mine"], "an agent has said so");

        root.Write("opt/netdata/var/cache/netdata/tcp-resets.history.json", "");
        new AgentEnvironment(_ => null).OrWith(null, InstallLayout.CacheDirectory(root.Path))
            .CacheDirectory.Should().Be(Path.Join(root.Path, "opt/netdata/var/cache/netdata"));
        root.Write("opt/netdata/etc/netdata/netdata.conf", $"[directories]\n\tcache = {root.Path}/mine\n");
        root.Write("mine/tcp-resets.history.json", "");
        InstallLayout.CacheDirectory(root.Path).Should().Be($"{root.Path}/mine");
        new AgentEnvironment(name => name == "NETDATA_CACHE_DIR" ? "/theirs" : null)
            .OrWith(null, "/mine").CacheDirectory.Should().Be("/theirs", "an agent has said so");
    }

    [Fact]
    public void says_where_to_keep_what_may_be_lost()
    {
        new AgentEnvironment(name => name == "NETDATA_CACHE_DIR" ? "/var/cache/netdata" : null)
            .CacheDirectory.Should().Be("/var/cache/netdata");
        new AgentEnvironment(_ => null).CacheDirectory.Should().BeEmpty();
    }

    [Fact]
    public void says_no_update_every_outside_an_agent() => new AgentEnvironment(_ => null).UpdateEvery.Should().BeEmpty();
}
