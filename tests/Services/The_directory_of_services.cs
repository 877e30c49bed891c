using System.Diagnostics;
using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class The_directory_of_services
{
    private const uint NoNamespace = 0;
    private const long Minute = 60_000_000;
    private const string Id = "4f8a1c0b9e3d7a6f5b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f00";

    [Fact]
    public void names_a_cgroup_of_long_standing()
    {
        using Cgroups cgroups = new();
        ulong id = cgroups.Make("nginx.service/worker");
        using ServiceDirectory services = new("", 0);
        services.Find(id, NoNamespace).Should().Be(new Service(ServiceKind.Unit, "nginx.service"));
    }

    [Fact]
    public void names_at_once_a_cgroup_that_has_just_begun()
    {
        using Cgroups cgroups = new();
        cgroups.Make("some.slice/old.service");
        using ServiceDirectory services = new("", 0);
        services.Find(cgroups.Make("some.slice/new.service"), NoNamespace).Name.Should().Be("new.service");
        services.Find(cgroups.Make("some.slice/old.service/inner/leaf.scope"), NoNamespace).Name.Should().Be("leaf.scope");
    }

    [Fact]
    public void gives_the_same_object_for_the_same_service()
    {
        using Cgroups cgroups = new();
        ulong first = cgroups.Make("nginx.service/one");
        ulong second = cgroups.Make("nginx.service/two");
        using ServiceDirectory services = new("", 0);
        services.Find(first, NoNamespace).Should().BeSameAs(services.Find(second, NoNamespace));
    }

    /// <summary>What stops resets its connections, and is gone when the tick looks.</summary>
    [Fact]
    public void names_a_cgroup_that_is_gone_before_anybody_asks()
    {
        using Cgroups cgroups = new();
        using ServiceDirectory services = new("", 0);
        ulong id = cgroups.Make("batch.service");
        Round(services, Minute);
        cgroups.Remove("batch.service");
        services.Find(id, NoNamespace).Name.Should().Be("batch.service");
    }

    [Fact]
    public void keeps_the_name_of_one_that_was_asked_for_and_is_gone()
    {
        using Cgroups cgroups = new();
        ulong id = cgroups.Make("batch.service");
        using ServiceDirectory services = new("", 0);
        Service before = services.Find(id, NoNamespace);
        cgroups.Remove("batch.service");
        for (int minute = 1; minute < 5; minute++)
        {
            Round(services, minute * Minute);
        }

        services.Find(id, NoNamespace).Should().BeSameAs(before);
    }

    [Fact]
    public void forgets_one_that_nobody_has_asked_for_and_is_gone()
    {
        using Cgroups cgroups = new();
        cgroups.Make("batch.service");
        using ServiceDirectory services = new("", 0);
        int before = services.CgroupCount;
        cgroups.Remove("batch.service");
        for (int minute = 1; minute < 5; minute++)
        {
            Round(services, minute * Minute);
        }

        services.CgroupCount.Should().BeLessThan(before);
    }

    [Fact]
    public void calls_one_that_nobody_has_ever_seen_by_its_number()
    {
        using Cgroups cgroups = new();
        ulong id = cgroups.Make("short.service");
        cgroups.Remove("short.service");
        using ServiceDirectory services = new("", 0);
        Service found = services.Find(id, NoNamespace);
        found.Should().Be(new Service(ServiceKind.Cgroup, $"cgroup:{id}"));
        Settle(services, 1);
        services.Find(id, NoNamespace).Should().BeSameAs(found);
        services.IsSearching.Should().BeFalse("it is looked for once");
    }

    [Fact]
    public void takes_the_network_namespace_where_the_cgroup_is_gone()
    {
        using Namespaces namespaces = new(1);
        (string name, uint inode) = namespaces.Make()[0];
        using ServiceDirectory services = new("", 0);
        services.Find(ulong.MaxValue, inode).Should().Be(new Service(ServiceKind.NetworkNamespace, name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void takes_the_network_namespace_where_there_is_no_cgroup_but_the_root(ulong cgroup)
    {
        using Namespaces namespaces = new(1);
        using ServiceDirectory services = new("", 0);
        (string name, uint inode) = namespaces.Make()[0];
        services.Find(cgroup, inode).Should().Be(new Service(ServiceKind.NetworkNamespace, name));
    }

    [Fact]
    public void works_without_the_unified_hierarchy()
    {
        using ServiceDirectory services = new("", null, 0, 100);
        services.Find(1, NetworkNamespaceInodes.First).Should().BeSameAs(Service.Host);
        services.Find(4711, NoNamespace).Name.Should().Be("cgroup:4711");
    }

    /// <summary>Whoever is given a part of the tree names what is in it.</summary>
    [Fact]
    public void stands_names_of_others()
    {
        using Cgroups cgroups = new();
        ulong longName = cgroups.Make(new string('n', 247) + ".service");
        ulong control = cgroups.Make("\u001b[2J\u202e.service");
        string deep = string.Join('/', Enumerable.Repeat("d", CgroupNode.DeepestLevel + 5));
        ulong tooDeep = cgroups.Make(deep);
        using ServiceDirectory services = new("", 0);
        services.Find(longName, NoNamespace).Name.Should().HaveLength(UnitText.Longest);
        services.Find(control, NoNamespace).Name.Should().Be("\u001b[2J\u202e.service", "who prints it sanitises it");
        services.Find(tooDeep, NoNamespace).Name.Should().Be($"cgroup:{tooDeep}");
    }

    [Fact]
    public void keeps_no_more_cgroups_than_it_may()
    {
        using Cgroups cgroups = new();
        ulong[] ids = [.. Enumerable.Range(0, 200).Select(number => cgroups.Make($"s{number}.service"))];
        using ServiceDirectory services = new("", cgroups.Root, 0, 60);
        for (int tick = 1; tick < 4; tick++)
        {
            Settle(services, tick);
            foreach ((ulong id, int number) in ids.Select((id, number) => (id, number)))
            {
                services.Find(id, NoNamespace).Name.Should().BeOneOf($"s{number}.service", $"cgroup:{id}");
                services.CgroupCount.Should().BeLessThanOrEqualTo(60);
            }

            services.Find(ids[^1], NoNamespace);
        }

        Settle(services, 5);
        services.Find(ids[^1], NoNamespace).Name.Should().Be("s199.service", "what is asked for has room");
    }

    [Fact]
    public void allocates_nothing_for_what_it_knows()
    {
        using Cgroups cgroups = new();
        using Namespaces namespaces = new(1);
        ulong unit = cgroups.Make("nginx.service");
        ulong container = cgroups.Make($"docker/{Id}");
        uint inode = namespaces.Make()[0].Inode;
        using ServiceDirectory services = new("", 0);
        Allocation.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                services.Refresh(i);
                services.Find(unit, NetworkNamespaceInodes.First);
                services.Find(container, inode);
                services.Find(0, inode);
                services.Find(0, NetworkNamespaceInodes.First);
                services.Find(ulong.MaxValue, NetworkNamespaceInodes.First);
            }
        }).Should().Be(0);
    }

    [Fact]
    public void names_each_of_10_000_cgroups_without_a_late_tick()
    {
        using Cgroups cgroups = new();
        for (int slice = 0; slice < 10; slice++)
        {
            for (int unit = 0; unit < 1000; unit++)
            {
                Directory.CreateDirectory(Path.Join(cgroups.Root, cgroups.Name, $"s{slice}.slice", $"u{slice}-{unit}.service"));
            }
        }

        string listed = Command.Output("find", Path.Join(cgroups.Root, cgroups.Name), "-name", "u*.service", "-printf", "%i %f\n");
        (ulong Id, string Name)[] all = [.. listed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).Select(parts => (ulong.Parse(parts[0]), parts[1]))];
        Stopwatch start = Stopwatch.StartNew();
        using ServiceDirectory services = new("", 0);
        double began = start.Elapsed.TotalMilliseconds;
        for (int i = 0; i < 500 && all.Any(each => services.Find(each.Id, NoNamespace).Name != each.Name); i++)
        {
            services.Refresh(0); // on a machine with other work, the start is not enough
        }

        TestContext.Current.SendDiagnosticMessage($"start: {began} ms");
        all.Should().HaveCount(10_000).And.AllSatisfy(each => services.Find(each.Id, NoNamespace).Name.Should().Be(each.Name));

        long now = 0;
        LongestTick(play =>
        {
            string name = $"late-{play}.service";
            ulong late = cgroups.Make($"s7.slice/{name}");
            double longest = Processor(() => services.Refresh(now += Minute));
            int ticks = 0, unnamed = 0;
            do
            {
                longest = Math.Max(longest, Processor(() =>
                {
                    services.Refresh(now += 1_000_000);
                    services.Find(late, NoNamespace);
                }));
                unnamed += services.Find(late, NoNamespace).Name == name ? 0 : 1;
            }
            while (services.IsSearching && ++ticks < 100);
            services.Find(late, NoNamespace).Name.Should().Be(name);
            unnamed.Should().BeLessThan(20, "ticks");
            return longest;
        }).Should().BeLessThan(50, "milliseconds of a processor: the slices of a tick are 2 and 20");
    }

    [Fact]
    public void names_each_of_1_000_network_namespaces_without_a_late_tick()
    {
        LongestTick(_ =>
        {
            using Namespaces namespaces = new(1000);
            using ServiceDirectory services = new("", 0);
            (string Name, uint Inode)[] all = namespaces.Make();
            double longest = 0;
            long now = 0;
            do
            {
                longest = Math.Max(longest, Processor(() =>
                {
                    services.Refresh(now += 1_000_000);
                    Array.ForEach(all, each => services.Find(0, each.Inode));
                }));
            }
            while (services.IsSearching);
            all.Should().AllSatisfy(each => services.Find(0, each.Inode).Name.Should().Be(each.Name));
            return longest;
        }).Should().BeLessThan(50, "milliseconds of a processor: the slices of a tick are 2 and 20");
    }

    // Milliseconds of the best of some plays: whatever else the machine does only makes ticks longer.
    private static double LongestTick(Func<int, double> play)
    {
        double[] plays = [.. Enumerable.Range(1, 5).Select(play)];
        TestContext.Current.SendDiagnosticMessage($"longest ticks: {string.Join(", ", plays)} ms");
        return plays.Min();
    }

    private static double Processor(Action tick)
    {
        long begin = ClockGetTime.OfThisThread();
        tick();
        return (ClockGetTime.OfThisThread() - begin) / 1e3;
    }

    // A new round, to its end.
    private static void Round(ServiceDirectory services, long now)
    {
        services.Refresh(now);
        Settle(services, now);
    }

    private static void Settle(ServiceDirectory services, long now)
    {
        services.Refresh(now);
        for (int tick = 0; services.IsSearching; tick++)
        {
            tick.Should().BeLessThan(10_000, "the search ends");
            services.Refresh(now);
        }
    }
}
