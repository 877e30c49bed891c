using System.Globalization;
using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Resets;
using TcpResets.Terminal;
using Xunit;

namespace TcpResets.Tests.Terminal;

public sealed class The_table_of_resets
{
    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    [Trait("rewrites", "golden")]
    public void has_a_line_each_as_wide_as_there_is_room(int width) => Golden.ShouldBe(Table(width), $"watch/table-{width}.txt");

    [Fact]
    [Trait("rewrites", "golden")]
    public void is_coloured_where_that_is_wanted() => Golden.ShouldBe(Table(100, isColored: true), "watch/table-coloured.txt");

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(125)]
    [InlineData(200)]
    public void fits_a_terminal_but_for_long_addresses(int width) =>
        Table(width).Split('\n').Where(line => !line.Contains("[2001", StringComparison.Ordinal)).Should().HaveCountGreaterThan(8)
            .And.OnlyContain(line => line.Length <= width);

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void begins_each_column_below_its_heading(int width)
    {
        string[] lines = Table(width).TrimEnd('\n').Split('\n');
        int peer = lines[0].IndexOf("peer", StringComparison.Ordinal);
        lines[1..].Where(line => !line.Contains("[2001", StringComparison.Ordinal)).Should().OnlyContain(line =>
            line[peer - 1] == ' ' && char.IsAsciiDigit(line[peer]) && line[lines[0].IndexOf("kind", StringComparison.Ordinal) - 1] == ' ');
    }

    [Theory]
    [InlineData("\e]0;ti\a\e[2Jr", "]0;ti  [2Jr")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("\u202egnirts", "gnirts")]
    [InlineData("", "-")]
    [InlineData("a-name-that-is-too-long-for-its-column", "a-name-that-i…")]
    [InlineData("重置重置重置重置", "重置重置重置… ")] // two columns each
    public void shows_names_of_others_as_text_of_one_cell(string name, string shown)
    {
        string line = Lines(80, (SampleResets.All[0].Reset, new Service(ServiceKind.Cgroup, name), ""))[1];
        line.Should().Contain($" {shown} ").And.NotContainAny("\e", "\a", "\u202e");
    }

    [Property]
    public void is_a_line_whatever_a_name_holds(string? name, char[]? reason)
    {
        string[] lines = Lines(100, (SampleResets.All[0].Reset, new Service(ServiceKind.Cgroup, name ?? ""), new string(reason ?? [])));
        lines.Should().HaveCount(3).And.HaveElementAt(2, "");
        lines[1].Any(char.IsControl).Should().BeFalse();
    }

    [Fact]
    public void says_of_how_many_only_the_number_is_known()
    {
        OutputBuffer output = new();
        Printer(80).Lost(output, 12345);
        Encoding.UTF8.GetString(output.Written).Should().Be("-- 12345 more resets, of which only the number is known\n");
    }

    private static string Table(int width, bool isColored = false) =>
        string.Join('\n', Lines(width, isColored, [.. SampleResets.All]));

    private static string[] Lines(int width, params (ResetEvent Reset, Service Service, string Reason)[] resets) =>
        Lines(width, false, resets);

    private static string[] Lines(int width, bool isColored, (ResetEvent Reset, Service Service, string Reason)[] resets)
    {
        OutputBuffer output = new();
        TableResetPrinter printer = Printer(width, isColored);
        printer.Head(output);
        foreach ((ResetEvent reset, Service service, string reason) in resets)
        {
            printer.Reset(output, reset, service, reason);
        }

        // The time of day is the local one.
        long microseconds = SampleResets.Boot + ((long)SampleResets.At / 1000);
        string local = DateTime.UnixEpoch.AddMicroseconds(microseconds).ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetString(output.Written).Replace($"{local}.328", "06:10:04.328").Split('\n');
    }

    private static TableResetPrinter Printer(int width, bool isColored = false)
    {
        ResetClock clock = new(ticksPerSecond: 250);
        clock.Set(SampleResets.Boot, 0);
        return new TableResetPrinter(clock, width, isColored);
    }
}
