using System.Globalization;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Services;
using TcpResets.Terminal;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Terminal;

public sealed class The_table_of_top
{
    private const long Second = 1_000_000;
    private const long Boot = 1_795_673_000 * Second;
    private const long Start = 4004 * Second;

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    [Trait("rewrites", "golden")]
    public void has_a_line_a_row_as_wide_as_there_is_room(int width) =>
        Golden.ShouldBe(string.Join('\n', Lines(width)) + '\n', $"top/table-{width}.txt");

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(81)]
    [InlineData(96)]
    [InlineData(100)]
    [InlineData(133)]
    [InlineData(200)]
    public void is_never_wider_than_the_terminal(int width) =>
        Lines(width).Should().HaveCount(SampleResets.All.Count + 1).And.OnlyContain(line => PlainText.Width(line) <= width);

    [Theory]
    [InlineData("\e]0;title\a\e[2Jred")]
    [InlineData("two\nlines")]
    [InlineData("\u202egnirts")]
    [InlineData("")]
    [InlineData("重置重置重置重置重置重置重置重置")]
    public void shows_names_of_others_as_text_of_one_cell(string name)
    {
        FlowTable flows = new(64, new Services(_ => new Service(ServiceKind.Container, name)), 250);
        Settle(flows, Start, 0);
        flows.Read(SampleResets.All[0].Reset);
        Settle(flows, Start + Second, 1);
        TopTable table = new(80, _ => null);
        IReadOnlyList<Flow> rows = new TopView().Select(flows.Rows);
        table.Head(rows, 10);
        string line = table.Row(rows.First(row => !row.IsOthers));
        line.Should().NotContainAny("\e", "\a", "\n", "\u202e");
        PlainText.Width(line).Should().BeLessThanOrEqualTo(80);
    }

    [Theory]
    [InlineData(nameof(TopOrder.Rate))]
    [InlineData(nameof(TopOrder.Total))]
    public void is_sorted_as_asked_for(string order)
    {
        TopView view = new() { Order = Enum.Parse<TopOrder>(order) };
        view.Select(Table().Rows).Select(flow => flow.Count).Should().Equal(8, 7, 6, 5, 4, 3, 2, 1);
    }

    [Fact]
    public void shows_what_was_asked_for_and_sums_that_up()
    {
        FlowTable flows = Table();
        TopView view = new() { Direction = Direction.Received };
        view.Select(flows.Rows).Should().HaveCount(3).And.OnlyContain(flow => flow.Key.Kind.Direction == Direction.Received);
        view.Total.Should().Be(1 + 2 + 3);
        view.Direction = null;
        Peers("203.0.113").Should().Equal("203.0.113.250");
        Peers("POSTGRES").Should().Equal("198.51.100.7");
        Peers("late_").Should().Equal("198.51.100.7");
        Peers("5432").Should().Equal("198.51.100.7");
        Peers("nobody").Should().BeEmpty();
        view.Total.Should().Be(0);

        string[] Peers(string text)
        {
            view.Text = text;
            return [.. view.Select(flows.Rows).Select(flow => flow.Key.Peer.ToString())];
        }
    }

    /// <summary>The row of all others has no peer, not the address of which all bits are 0.</summary>
    [Fact]
    public void knows_no_peer_of_all_others()
    {
        Flows flows = new();
        flows.Happens(flows.Event(Received.Established, peer: "192.0.2.3"));
        flows.Counts(flows.Event(SentCause.Firewall), 12);
        flows.Settle();
        TopView view = new();
        view.Select(flows.Table.Rows).Should().Contain(flow => flow.IsOthers);
        view.Text = "::";
        view.Select(flows.Table.Rows).Should().BeEmpty();
        view.Text = "192.0.2.3";
        view.Select(flows.Table.Rows).Should().ContainSingle(flow => !flow.IsOthers);
    }

    private static string[] Lines(int width)
    {
        IReadOnlyList<Flow> rows = new TopView { Order = TopOrder.Total }.Select(Table().Rows);
        TopTable table = new(width, flow => flow.Key.Role == Role.Server ? new OwnerOfSocket(812, "nginx\e[2J") : null);
        string since = DateTime.UnixEpoch.AddMicroseconds(rows[0].First).ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return [table.Head(rows, rows.Count), .. rows.Select(row => table.Row(row).Replace(since, "06:10:04"))];
    }

    /// <summary>One reset of the first sort, two of the second, and so on.</summary>
    private static FlowTable Table()
    {
        int number = 0;
        FlowTable flows = new(64, new Services(reset => SampleResets.All[(int)reset - 1].Service), 250);
        Settle(flows, Start, 0);
        foreach ((ResetEvent reset, _, _) in SampleResets.All)
        {
            ResetEvent each = reset;
            each.Cgroup = (ulong)++number;
            for (int times = 0; times < number; times++)
            {
                flows.Read(each);
            }
        }

        Settle(flows, Start + Second, number);
        return flows;
    }

    private static void Settle(FlowTable flows, long now, int number)
    {
        ResetCounts counts = new();
        for (int index = 0; index < SampleResets.All.Count; index++)
        {
            ResetEvent reset = SampleResets.All[index].Reset;
            counts.Add(reset.Family, reset.IsExcluded ? Kind.Excluded : reset.Kind, (ulong)(number == 0 ? 0 : number == 1 ? 1 : index + 1));
        }

        flows.Settle(counts, now, now + Boot);
    }

    private sealed class Services(Func<ulong, Service> find) : IServiceDirectory
    {
        private readonly Dictionary<ulong, Service> known = [];

        public Service Find(ulong cgroup, uint networkNamespace)
        {
            if (!known.TryGetValue(cgroup, out Service? service))
            {
                known[cgroup] = service = find(cgroup);
            }

            return service;
        }
    }
}
