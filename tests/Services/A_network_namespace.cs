using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class A_network_namespace
{
    private const long Minute = 60_000_000;
    private const string Id = "4f8a1c0b9e3d7a6f5b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f00";

    [Fact]
    public void is_the_host_if_it_is_that_of_init()
    {
        using ServiceDirectory services = new("", 0);
        uint own = (uint)TcpResets.Linux.FileStatus.OfTarget("/proc/thread-self/ns/net").Inode;
        services.Find(0, own).Should().BeSameAs(Service.Host);
    }

    [Fact]
    public void is_called_by_its_number_if_nobody_knows_more()
    {
        using NetworkNamespace own = NetworkNamespace.Create();
        using ServiceDirectory services = new("", 0);
        services.Find(0, own.Inode).Should().Be(new Service(ServiceKind.NetworkNamespace, $"net:{own.Inode}"));
    }

    [Fact]
    public void has_the_name_that_a_person_has_given_it()
    {
        using Namespaces namespaces = new(2);
        using ServiceDirectory services = new("", 0);
        foreach ((string name, uint inode) in namespaces.Make())
        {
            services.Find(0, inode).Should().Be(new Service(ServiceKind.NetworkNamespace, name));
        }
    }

    [Fact]
    public void is_the_containers_that_was_seen_in_it()
    {
        using Cgroups cgroups = new();
        using NetworkNamespace own = NetworkNamespace.Create();
        ulong container = cgroups.Make($"docker/{Id}");
        using ServiceDirectory services = new("", 0);
        services.Find(container, own.Inode);
        services.Find(0, own.Inode).Should().Be(new Service(ServiceKind.Container, Id[..12]));
    }

    [Fact]
    public void is_not_a_units_that_was_seen_in_it()
    {
        using Cgroups cgroups = new();
        using NetworkNamespace own = NetworkNamespace.Create();
        ulong unit = cgroups.Make("vpn.service");
        using ServiceDirectory services = new("", 0);
        services.Find(unit, own.Inode);
        services.Find(0, own.Inode).Name.Should().Be($"net:{own.Inode}", "what else lives in it is not known");
    }

    [Fact]
    public void is_the_containers_no_more_once_that_is_gone()
    {
        using Cgroups cgroups = new();
        using NetworkNamespace own = NetworkNamespace.Create();
        ulong container = cgroups.Make($"docker/{Id}");
        using ServiceDirectory services = new("", 0);
        services.Find(container, own.Inode);
        cgroups.Remove($"docker/{Id}");
        for (int minute = 1; minute < 4; minute++)
        {
            do
            {
                services.Refresh(minute * Minute);
            }
            while (services.IsSearching);
        }

        services.Find(0, own.Inode).Name.Should().Be($"net:{own.Inode}", "the number may be another's by now");
    }

    /// <summary>Root can see who lives where; nobody else can.</summary>
    [Fact]
    public void is_the_services_that_has_a_process_in_it()
    {
        using Cgroups cgroups = new();
        using NetworkNamespace own = NetworkNamespace.Create();
        cgroups.Make("lonely.service");
        string procs = Path.Join(cgroups.Root, cgroups.Name, "lonely.service", "cgroup.procs");
        using RunningProgram program = own.Visit(() => Shell.Start($"echo $$ > {procs}; echo ready; read line; echo 0 > /dev/null"));
        program.NextLine().Text.Should().Be("ready");
        try
        {
            using ServiceDirectory services = new("", 0);
            for (int tick = 0; tick < 1000 && services.Find(0, own.Inode).Kind != ServiceKind.Unit; tick++)
            {
                services.Refresh(0); // there may be more processes than a slice is for
            }

            services.Find(0, own.Inode).Should().Be(new Service(ServiceKind.Unit, "lonely.service"));
        }
        finally
        {
            program.Kill();
        }
    }
}
