using System.Text;
using TcpResets.Charts;
using TcpResets.Linux;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Services;
using TcpResets.Terminal;
using TcpResets.Tests.Charts;

namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>The paths of cgroups, and the names of services in all that is printed of them.</summary>
internal static class OfNames
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const int LongestName = 300;
    private static readonly ResetClock Clock = new(250);
    private static readonly NoSource Source = new();
    private static readonly OutputBuffer Output = new();
    private static readonly ResetEvent Reset = new(Family.IPv4, tellsConnection: true) { Time = 1_000_000_000, Cgroup = 1, Reason = 3 };

    public static IEnumerable<Target> All =>
    [
        new("cgroup-path", text => Print(CgroupPath.NameOf(Encoding.UTF8.GetString(text), number => number == 1000 ? "alice" : null)),
            "/system.slice/", "docker-", ".scope", ".service", ".slice", Id, "kubepods-burstable-pod", "/kubepods/", "pod",
            "01234567_89ab_cdef_0123_456789abcdef", "/user-1000.slice/", "session-", "machine-qemu-", "libpod-conmon-", @"\x2d", @"\x0a",
            "_",
            "lxc.payload.", "init.scope", "\u202e", "\ud7ff", "\u0085"),
        new("service-name", text => Print(new CgroupName(new Service(ServiceKind.Container, Encoding.UTF8.GetString(text)))),
            "'", "\"", "\\", "\e[2J", "\u0085", "\u202e", "\u2028", "DISABLE\n", "\u4e2d", "\u0301", "\U0001f600"),
    ];

    /// <summary>Prints a name wherever names are printed.</summary>
    public static void Print(CgroupName name)
    {
        foreach (Service service in new[] { name.Service, name.Namespace }.OfType<Service>())
        {
            Harm.Unless(
                name.ContainerId.Length + name.PodId.Length == 0 || service.Name.Length <= LongestName, "a container's name has no end");
            Print(service);
        }

        Harm.Unless(name.ContainerId.Length is 0 or 64, "a container's number has another length");
    }

    private static void Print(Service service)
    {
        using JsonResetPrinter json = new(Clock);
        Output.Cut(0);
        json.Reset(Output, in Reset, service, service.Name);
        Printed.IsJson(Output.Written, "watch --json");
        foreach (int width in (ReadOnlySpan<int>)[0, 80, 200])
        {
            Output.Cut(0);
            new TableResetPrinter(Clock, width, isColored: false).Reset(Output, in Reset, service, service.Name);
            Printed.IsPlainLines(Output.Written, "watch");
            string cell = PlainText.Of(service.Name, Math.Max(width, 1));
            Harm.Unless(PlainText.Width(cell) <= Math.Max(width, 1), $"a cell is wider than {width} columns");
        }

        PluginsdWriter writer = new(FileDescriptor.Stdout);
        Chart chart = ChartCatalog.OfService(new TcpResets.Settings.AgentVersion(2, 0));
        ServiceChart drawn = new(chart, ServiceChartIds.Of(chart, service, _ => false), service.Name, "container");
        drawn.Gain(1, 1);
        drawn.Write(writer, Source, 1, 1_000_000);
        Printed.IsPlainLines(writer.Pending, "a chart");
        Harm.Unless(writer.Pending.Count((byte)'\n') == 12, "a chart has other lines than its own");
        foreach (Range line in writer.Pending.Split((byte)'\n'))
        {
            Harm.Unless(writer.Pending[line].Count((byte)'\'') % 2 == 0, "a word of a chart is not closed");
        }
    }
}
