using System.Diagnostics.CodeAnalysis;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>How one engine names the cgroups of its containers: one part of the path, <c>Before</c> something <c>After</c>.</summary>
/// <param name="Before">What it begins with.</param>
/// <param name="After">What it ends with.</param>
/// <param name="Parent">What it stands in; empty for anything.</param>
/// <param name="IsId">Whether the something is the engine's number, 64 hexadecimal digits, or a name.</param>
/// <param name="Kind">What it is, outside of a pod.</param>
/// <param name="Remark">What to say beside the name.</param>
internal sealed record ContainerRule(
    string Before, string After, string Parent, bool IsId, ServiceKind Kind = ServiceKind.Container, string Remark = "")
{
    /// <summary>
    /// In the order in which they are tried. Engines that run under systemd write <c>SLICE:PREFIX:ID</c>, which is SLICE/PREFIX-ID.scope
    /// (runc libcontainer/cgroups/systemd/common.go, getUnitName()).
    /// </summary>
    public static readonly ContainerRule[] All =
    [
        Id("docker-", ".scope"), // moby daemon/oci_linux.go, WithCgroups(): the prefix "docker"
        Id("libpod-conmon-", ".scope", remark: "conmon"), // podman libpod/oci_conmon_linux.go: the monitor, which holds its ports
        Id("libpod-payload-", ""), // podman libpod/oci_conmon_linux.go: --cgroups=split
        Id("libpod-", ".scope"), // podman libpod/container_internal_linux.go, getOCICgroupPath(): the prefix "libpod"
        Id("libpod-", ""), // the same, cgroupfs: libpod_parent/libpod-ID
        Id("cri-containerd-", ".scope"), // containerd internal/cri/server/podsandbox/helpers.go, getCgroupsPath()
        Id("crio-conmon-", ".scope", remark: "conmon"), // cri-o internal/config/cgmgr/systemd_linux.go
        Id("crio-", ".scope"), // cri-o internal/config/cgmgr/cgmgr_linux.go, CrioPrefix
        Id("crio-", ""), // cri-o internal/config/cgmgr/cgroupfs_linux.go
        Id("nerdctl-", ".scope"), // nerdctl pkg/cmd/container/run_cgroup_linux.go
        Id("", ""), // moby, cgroupfs: docker/ID; containerd, cgroupfs: kubepods/burstable/podUID/ID; ECS: ecs/TASK/ID
        Named("lxc.payload.", ""), // lxc src/lxc/cgroups/cgfsng.c, DEFAULT_PAYLOAD_CGROUP_PREFIX
        Named("lxc.monitor.", "", remark: "monitor"), // the same, DEFAULT_MONITOR_CGROUP_PREFIX
        Named("", "", "lxc.payload"), // lxc before 4.0.1
        Named("", "", "lxc"), // lxc before 4.0; Proxmox lxc.cgroup.dir: lxc/101
        Named("systemd-nspawn@", ".service"), // systemd units/systemd-nspawn@.service.in
        Named("machine-qemu-", ".scope", kind: ServiceKind.Unit, remark: "virtual machine"), // libvirt src/util/virsystemd.c
        Named("machine-", ".scope"), // systemd src/machine/machine.c, machine_start_scope()
    ];

    /// <summary>Takes the something out of a part of a path.</summary>
    /// <param name="part">Unescaped.</param>
    /// <param name="parent">The part before it.</param>
    /// <param name="something">What is between.</param>
    public bool TryMatch(string part, string parent, [NotNullWhen(true)] out string? something)
    {
        something = null;
        if (part.Length <= Before.Length + After.Length
            || !part.StartsWith(Before, StringComparison.Ordinal)
            || !part.EndsWith(After, StringComparison.Ordinal)
            || (Parent.Length > 0 && parent != Parent))
        {
            return false;
        }

        string middle = part[Before.Length..^After.Length];
        something = !IsId || IsNumber(middle) ? middle : null;
        return something is not null;
    }

    private static bool IsNumber(string text)
    {
        bool isNumber = text.Length == 64;
        foreach (char character in text)
        {
            isNumber &= char.IsAsciiHexDigitLower(character);
        }

        return isNumber;
    }

    private static ContainerRule Id(string before, string after, string remark = "") =>
        new(before, after, "", IsId: true, Remark: remark);

    private static ContainerRule Named(
        string before, string after, string parent = "", ServiceKind kind = ServiceKind.Container, string remark = "") =>
        new(before, after, parent, IsId: false, kind, remark);
}
