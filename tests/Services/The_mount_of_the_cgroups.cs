using System.Text;
using FluentAssertions;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class The_mount_of_the_cgroups
{
    private const string Unified = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";
    private const string Hybrid = "40 30 0:37 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";
    private const string First = "31 30 0:28 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu";
    private const string OfContainer = "700 690 0:26 /../.. /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw";
    private const string OfHost = "710 690 0:26 / /host/sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw";

    [Theory]
    [InlineData("", "/sys/fs/cgroup", Unified)]
    [InlineData("", "/sys/fs/cgroup/unified", First, Hybrid)]
    [InlineData("", null, First)]
    [InlineData("", null, "")]
    [InlineData("/host", "/host/sys/fs/cgroup", OfContainer, OfHost)]
    [InlineData("/host", "/sys/fs/cgroup", OfContainer)]
    [InlineData("", "/host/sys/fs/cgroup", OfContainer, OfHost)]
    [InlineData("", "/my cgroups", @"30 24 0:26 / /my\040cgroups rw - cgroup2 cgroup2 rw")]
    [InlineData("", null, "30 24 - cgroup2 cgroup2 rw")]
    public void is_found_by_the_list_of_mounts(string hostPrefix, string? path, params string[] lines) =>
        CgroupMount.Find(Encoding.UTF8.GetBytes(string.Join('\n', lines)), hostPrefix).Should().Be(path);

    [Fact]
    public void is_found_on_this_machine() => Directory.Exists(CgroupMount.Find("")).Should().BeTrue("these tests need cgroup2");

    [Theory]
    [InlineData("0::/system.slice/nginx.service\n", "/system.slice/nginx.service")]
    [InlineData("9:name=systemd:/docker/abc\n8:pids:/docker\n0::/\n", "/docker/abc")]
    [InlineData("0::/a:b\n", "/a:b")]
    [InlineData("", "")]
    [InlineData("nonsense", "")]
    public void is_where_the_path_of_a_process_begins(string file, string path) =>
        ProcessCgroup.PathIn(Encoding.UTF8.GetBytes(file)).Should().Be(path);
}
