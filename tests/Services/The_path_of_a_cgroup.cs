using FluentAssertions;
using FsCheck;
using FsCheck.Xunit;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class The_path_of_a_cgroup
{
    private const string Id = "4f8a1c0b9e3d7a6f5b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f00";
    private const string Other = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Uid = "7d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6";
    private const string UidInUnit = "7d1e2f3a_4b5c_6d7e_8f90_a1b2c3d4e5f6";
    private const string PodSlice = $"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{UidInUnit}.slice";

    private static readonly string[] Pieces =
    [
        "/", "/", "docker", Id, "docker-", ".scope", "/kubepods", "-pod", ".slice", UidInUnit, @"\x", @"\x2d", @"\xff", "/lxc/", "user-",
        "4294967296", "user@", "session-", "_", "…",
        "\u001b[2J", "\n", "\ud800", "\u202e", new('x', 90),
    ];

    /// <summary>As they are made, by what ContainerRule cites and by systemd.slice(5), systemd.scope(5), user@.service(5).</summary>
    public static TheoryData<string, string, string> Paths => new()
    {
        { "/system.slice/nginx.service", "Unit", "nginx.service" },
        { "/system.slice/nginx.service/worker", "Unit", "nginx.service" },
        { "/system.slice/system-getty.slice/getty@tty1.service", "Unit", "getty@tty1.service" },
        { "/system.slice/system-postgresql.slice/postgresql@15-main.service", "Unit", "postgresql@15-main.service" },
        { @"/system.slice/system-openvpn.slice/openvpn@my\x2doffice.service", "Unit", "openvpn@my-office.service" },
        { @"/system.slice/caf\xc3\xa9.service", "Unit", "café.service" },
        { "/system.slice/sshd.socket", "Unit", "sshd.socket" },
        { @"/system.slice/var-lib-my\x2ddata.mount", "Unit", "var-lib-my-data.mount" },
        { "/system.slice", "Unit", "system.slice" },
        { "/init.scope", "Unit", "init.scope (socket activation)" },
        { "/system.slice/docker.service", "Unit", "docker.service (or docker-proxy)" },
        { "/system.slice/xinetd.service", "Unit", "xinetd.service (listens for others)" },
        { "/user.slice/user-1000.slice/session-3.scope", "Session", "session of alice" },
        { "/user.slice/user-1001.slice/session-c1.scope", "Session", "session of user 1001" },
        { "/session-7.scope", "Session", "session 7" },
        { "/user.slice/user-1000.slice/user@1000.service/app.slice/syncthing.service", "Unit", "syncthing.service of alice" },
        { "/user.slice/user-1000.slice/user@1000.service/init.scope", "Unit", "init.scope of alice (socket activation)" },
        { "/user.slice/user-1000.slice/user@1000.service", "Unit", "user@1000.service" },
        { $"/system.slice/docker-{Id}.scope", "Container", "4f8a1c0b9e3d" },
        { $"/docker/{Id}", "Container", "4f8a1c0b9e3d" },
        { $"/docker/{Id}/system.slice/nginx.service", "Container", "4f8a1c0b9e3d" },
        { $"/system.slice/docker-{Id}.scope/docker/{Other}", "Container", "001122334455" },
        { $"/machine.slice/libpod-{Id}.scope", "Container", "4f8a1c0b9e3d" },
        { $"/machine.slice/libpod-{Id}.scope/container", "Container", "4f8a1c0b9e3d" },
        { $"/machine.slice/libpod-conmon-{Id}.scope", "Container", "4f8a1c0b9e3d (conmon)" },
        { $"/libpod_parent/libpod-{Id}", "Container", "4f8a1c0b9e3d" },
        { $"/system.slice/web.service/libpod-payload-{Id}", "Container", "4f8a1c0b9e3d" },
        { $"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{Id}.scope", "Container", "4f8a1c0b9e3d" },
        { $"/system.slice/nerdctl-{Id}.scope", "Container", "4f8a1c0b9e3d" },
        { $"/ecs/9781c248-0edd-4cdb-9a93-f63cb662a5d3/{Id}", "Container", "4f8a1c0b9e3d" },
        { $"{PodSlice}/cri-containerd-{Id}.scope", "Pod", $"pod {Uid}/4f8a1c0b9e3d" },
        { $"{PodSlice}/crio-{Id}.scope/container", "Pod", $"pod {Uid}/4f8a1c0b9e3d" },
        { $"{PodSlice}/crio-conmon-{Id}.scope", "Pod", $"pod {Uid}/4f8a1c0b9e3d (conmon)" },
        { $"{PodSlice}/docker-{Id}.scope", "Pod", $"pod {Uid}/4f8a1c0b9e3d" },
        { PodSlice, "Pod", $"pod {Uid}" },
        { $"/kubepods.slice/kubepods-pod{UidInUnit}.slice/cri-containerd-{Id}.scope", "Pod", $"pod {Uid}/4f8a1c0b9e3d" },
        { $"/kubepods/burstable/pod{Uid}/{Id}", "Pod", $"pod {Uid}/4f8a1c0b9e3d" },
        { $"/kubepods/pod{Uid}", "Pod", $"pod {Uid}" },
        {
            $"/kubepods.slice/kubepods-podd3c8f1f4a2b05e6c7d8e9f0a1b2c3d4e.slice/cri-containerd-{Id}.scope",
            "Pod", "pod d3c8f1f4a2b05e6c7d8e9f0a1b2c3d4e/4f8a1c0b9e3d"
        },
        {
            $"/docker/{Other}/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod{UidInUnit}.slice/cri-containerd-{Id}.scope",
            "Pod", $"pod {Uid}/4f8a1c0b9e3d"
        },
        { "/lxc.payload.web", "Container", "web" },
        { "/lxc.payload.web/system.slice/nginx.service", "Container", "web" },
        { $"/lxc.payload.web/system.slice/docker-{Id}.scope", "Container", "4f8a1c0b9e3d" },
        { "/lxc.monitor.web", "Container", "web (monitor)" },
        { "/lxc.payload/web", "Container", "web" },
        { "/lxc/101/ns", "Container", "101" },
        { "/machine.slice/systemd-nspawn@build.service", "Container", "build" },
        { "/machine.slice/systemd-nspawn@build.service/payload/system.slice/ssh.service", "Container", "build" },
        { @"/machine.slice/machine-my\x2dbox.scope", "Container", "my-box" },
        { @"/machine.slice/machine-qemu\x2d3\x2ddb.scope/libvirt/emulator", "Unit", "3-db (virtual machine)" },
        { "/_cgroup.weird", "Cgroup", "cgroup.weird" },
        { "/jobs/7", "Cgroup", "jobs/7" },
        { "/docker/not-a-number", "Cgroup", "docker/not-a-number" },
        { $"/docker/{Id[1..]}", "Cgroup", $"docker/{Id[1..]}" },
        { "/system.slice/.service", "Unit", "system.slice" },
        { "/kubepods.slice/kubepods-podhello.slice", "Unit", "kubepods-podhello.slice" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void tells_whose_it_is(string path, string kind, string name) =>
        Of(path).Should().Be(new Service(Enum.Parse<ServiceKind>(kind), name));

    [Fact]
    public void tells_the_pod_whose_network_namespace_its_containers_share() =>
        CgroupPath.NameOf($"{PodSlice}/crio-{Id}.scope", NoUser).Namespace.Should().Be(new Service(ServiceKind.Pod, $"pod {Uid}"));

    [Theory]
    [InlineData("/system.slice/nginx.service")]
    [InlineData($"/machine.slice/libpod-conmon-{Id}.scope")]
    [InlineData("/lxc.monitor.web")]
    public void tells_of_no_network_namespace_where_it_is_no_container(string path) =>
        CgroupPath.NameOf(path, NoUser).Namespace.Should().BeNull();

    [Fact]
    public void is_cut_if_it_is_long()
    {
        string unit = new string('x', 240) + ".service";
        Of("/system.slice/" + unit).Name.Should().Be(unit[..(UnitText.Longest - 1)] + "…");
        string path = string.Concat(Enumerable.Repeat("/directory", 40));
        Of(path).Name.Should().Be("…" + path[^(UnitText.Longest - 1)..]);
    }

    [Fact]
    public void is_cut_between_characters()
    {
        string name = new string('x', UnitText.Longest - 2) + "🦊🦊";
        UnitText.Cut(name).Should().Be(new string('x', UnitText.Longest - 2) + "…");
        UnitText.CutStart("🦊🦊" + new string('x', UnitText.Longest - 2)).Should().Be("…" + new string('x', UnitText.Longest - 2));
    }

    /// <summary>Whoever may make cgroups names them, as far as a file system lets him.</summary>
    [Property(MaxTest = 1000)]
    public void tells_something_short_whatever_it_is(NonNegativeInt[] picks)
    {
        string path = string.Concat(picks.Select(pick => Pieces[pick.Get % Pieces.Length]));
        Of(path).Name.Length.Should().BeLessThanOrEqualTo(UnitText.Longest + 60);
        Of(path).Should().Be(Of(path));
    }

    private static Service Of(string path) => CgroupPath.NameOf(path, user => user == 1000 ? "alice" : null).Service;

    private static string? NoUser(uint user) => null;
}
