using System.Buffers.Binary;
using System.Text;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class The_names_of_containers
{
    private const string Id = "4f8a1c0b9e3d7a6f5b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f00";
    private const string Other = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Uid = "7d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6";
    private const string Path = $"/kubepods/burstable/pod{Uid}/{Id}";

    [Fact]
    public void are_those_of_the_pods_logs()
    {
        using TemporaryDirectory host = new();
        host.Write($"var/log/pods/shop_cart-7d9f_{Uid}/cart/0.log", "");
        host.Write($"var/log/containers/cart-7d9f_shop_web-server-{Id}.log", "");
        CgroupName name = Improved(host, Path);
        name.Service.Should().Be(new Service(ServiceKind.Pod, "shop/cart-7d9f/web-server"));
        name.Namespace.Should().Be(new Service(ServiceKind.Pod, "shop/cart-7d9f"));
        name.IsNumber.Should().BeFalse();
    }

    [Fact]
    public void are_those_of_the_pod_and_a_number_where_the_container_has_no_log()
    {
        using TemporaryDirectory host = new();
        host.Write($"var/log/pods/shop_cart-7d9f_{Uid}/cart/0.log", "");
        Improved(host, Path).Service.Name.Should().Be($"shop/cart-7d9f/{Id[..12]}");
    }

    [Fact]
    public void are_those_of_docker_for_root()
    {
        using TemporaryDirectory host = new();
        host.Write(
            $"var/lib/docker/containers/{Id}/config.v2.json",
            $$"""{"ID":"{{Id}}","Args":["\"Name\":\"/no\""],"Name":"/web","Driver":"x"}""");
        Improved(host, $"/docker/{Id}").Service.Should().Be(new Service(ServiceKind.Container, "web"));
    }

    [Fact]
    public void are_those_of_podman_for_root()
    {
        using TemporaryDirectory host = new();
        host.Write(
            "var/lib/containers/storage/overlay-containers/containers.json",
            $$"""[{"id":"{{Other}}","names":["other"],"image":"y"},{"id":"{{Id}}","names":["web"],"image":"x"}]""");
        Improved(host, $"/machine.slice/libpod-{Id}.scope").Service.Name.Should().Be("web");
        Improved(host, $"/machine.slice/libpod-conmon-{Id}.scope").Service.Name.Should().Be("web (conmon)");
        EngineNames.PodmanName($$"""[{"id":"{{Id}}","image":"x"},{"id":"{{Other}}","names":["other"]}]""", Id).Should().BeNull();
    }

    [Fact]
    public void are_numbers_where_nobody_knows_more()
    {
        using TemporaryDirectory host = new();
        CgroupName name = Improved(host, $"/docker/{Id}");
        name.Service.Name.Should().Be(Id[..12]);
        name.IsNumber.Should().BeTrue();
    }

    [Fact]
    public void are_looked_for_again_after_a_while()
    {
        using TemporaryDirectory host = new();
        ContainerNames names = new(host.Path);
        CgroupName path = CgroupPath.NameOf(Path, _ => null);
        names.Improve(path, 0);
        host.Write($"var/log/pods/shop_cart-7d9f_{Uid}/cart/0.log", "");
        names.Improve(path, 4_000_000).Should().Be(path);
        names.Improve(path, 5_000_000).Service.Name.Should().Be($"shop/cart-7d9f/{Id[..12]}");
    }

    [Fact]
    public void are_the_agents_by_its_shared_memory()
    {
        using TemporaryDirectory memory = new();
        AgentNames names = new();
        names.Read(memory.Write("shm", Shared(
            3,
            ("cgroup_web", $"/sys/fs/cgroup/system.slice/docker-{Id}.scope/cgroup.procs"),
            ("cgroup_docker-" + Other[..12], $"/sys/fs/cgroup/docker/{Other}/cgroup.procs"),
            ("nginx", "/sys/fs/cgroup/system.slice/nginx.service"))));
        names.NameOf(Id).Should().Be("web");
        names.NameOf(Other).Should().BeNull("that is no more than its number");
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    public void stand_a_count_that_is_wrong(int count)
    {
        using TemporaryDirectory memory = new();
        AgentNames names = new();
        names.Read(memory.Write("shm", Shared(count, ("cgroup_web", $"/docker/{Id}"))));
        names.NameOf(Id).Should().Be(count > 0 ? "web" : null);
    }

    [Fact]
    public void are_not_taken_through_a_link_or_from_another_user()
    {
        using TemporaryDirectory memory = new();
        string file = memory.Write("shm", Shared(1, ("cgroup_web", $"/docker/{Id}")));
        string link = System.IO.Path.Join(memory.Path, "link");
        File.CreateSymbolicLink(link, file);
        AgentNames names = new();
        names.Read(link);
        names.NameOf(Id).Should().BeNull();
        Command.Output("chown", "nobody", file);
        names.Read(file);
        names.NameOf(Id).Should().BeNull();
    }

    [Fact]
    public void of_users_are_those_of_passwd()
    {
        ReadOnlySpan<byte> passwd = "root:x:0:0:root:/root:/bin/bash\nbroken\nalice:x:1000:1000::/home/alice:/bin/sh\n::1001:\n"u8;
        Users.NameOf(1000, passwd).Should().Be("alice");
        Users.NameOf(0, passwd).Should().Be("root");
        Users.NameOf(1001, passwd).Should().BeNull();
    }

    private static CgroupName Improved(TemporaryDirectory host, string path) =>
        new ContainerNames(host.Path).Improve(CgroupPath.NameOf(path, _ => null), 0);

    // As sys_fs_cgroup.h lays it out.
    private static byte[] Shared(int count, params (string Name, string Path)[] cgroups)
    {
        const int header = 24, record = 4368;
        byte[] memory = new byte[header + (cgroups.Length * record)];
        BinaryPrimitives.WriteInt32LittleEndian(memory, count);
        for (int i = 0; i < cgroups.Length; i++)
        {
            Encoding.UTF8.GetBytes(cgroups[i].Name, memory.AsSpan(header + (i * record)));
            Encoding.UTF8.GetBytes(cgroups[i].Path, memory.AsSpan(header + (i * record) + 268));
        }

        return memory;
    }
}
