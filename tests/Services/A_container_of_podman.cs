using System.Globalization;
using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class A_container_of_podman
{
    // The unified hierarchy alone, in a mount namespace of its own: that is what its runtime wants. More privileges than most have would be
    // needed to keep devices or many processes from it.
    private const string Script = """
        mount --make-rprivate /
        umount -l -R /sys/fs/cgroup
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        podman="podman --root $HOST/var/lib/containers/storage --runroot $HOST/run --cgroup-manager cgroupfs --storage-driver vfs"
        id=$($podman run -d --name web --network none --privileged --pids-limit 0 --ulimit nofile=1024:1024 --ulimit nproc=1000:1000 \
            --rootfs $HOST/image /bin/busybox sleep 300) || { echo "podman: $id"; exit 1; }
        echo "$id $($podman inspect -f '{{.State.Pid}}' web) $(stat -c %i /sys/fs/cgroup/libpod_parent/libpod-$id)"
        read line
        $podman rm -f -t 0 web
        while pgrep -f "^[^ ]*(conmon|podman) .*$HOST/"; do sleep 0.1; done # its cleanup still writes there
        find /sys/fs/cgroup/libpod_parent -depth -type d -exec rmdir {} +
        """;

    [Fact]
    public void has_its_name_in_its_cgroup_and_in_its_network_namespace()
    {
        using TemporaryDirectory host = new();
        host.Write("image/bin/busybox", File.ReadAllBytes("/bin/busybox"));
        Command.Output("chmod", "+x", Path.Join(host.Path, "image/bin/busybox"));
        using RunningProgram podman = new("unshare", ["--mount", "bash", "-c", $"exec 2>&1; HOST={host.Path}\n{Script}"]);
        string[] told = podman.NextLine().Text.Split(' ');
        told.Should().HaveCount(3, $"podman runs a container: {string.Join(' ', told)}");
        ulong cgroup = ulong.Parse(told[2], CultureInfo.InvariantCulture);
        uint inside = (uint)FileStatus.OfTarget($"/proc/{told[1]}/ns/net").Inode;

        using ServiceDirectory services = new(host.Path, CgroupMount.Find(""), 0, ServiceDirectory.Capacity);
        services.Find(cgroup, inside).Should().Be(new Service(ServiceKind.Container, "web"));
        services.Find(0, inside).Should().Be(new Service(ServiceKind.Container, "web"), "it lives there");
        using ServiceDirectory onHost = new("", 0);
        onHost.Find(cgroup, inside).Should().Be(new Service(ServiceKind.Container, told[0][..12]), "nobody tells the name");

        podman.Say("end\n");
        podman.ExitCode().Should().Be(0);
    }
}
