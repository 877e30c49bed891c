using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Settings;

public sealed class A_configuration_file
{
    public static TheoryData<string, string> Files => new()
    {
        { "", "" },
        { "\n\n  \t\n", "" },
        { "# a comment\n; another\n", "" },
        { "[plugin]\nupdate every = 3", "2 [plugin] update every=3" },
        { "\ufeff[plugin]\r\n\tupdate every\t=  3  \r\n", "2 [plugin] update every=3" },
        { "update every = 3", "1 [] update every=3" },
        { "[a]\nx=1\n[ b c ]\n\nx=2", "2 [a] x=1|5 [b c] x=2" },
        { "[plugin]\nx = a = b", "2 [plugin] x=a = b" },
        { "[plugin]\nx =", "2 [plugin] x=" },
        { "[plugin]\nx = 1 # no comment here", "2 [plugin] x=1 # no comment here" },
        { "[plugin]\n= 1\nword", "2 [plugin] == 1|3 [plugin] =word" },
        { "[plugin\nx=1", "1 [] =[plugin|2 [] x=1" },
        { "[]\nx=1", "2 [] x=1" },
        { "[", "1 [] =[" },
    };

    [Theory, MemberData(nameof(Files))]
    public void is_read_line_by_line(string text, string expected) =>
        string.Join('|', IniFile.Parse(text).Select(entry => $"{entry.Line} [{entry.Section}] {entry.Key}={entry.Value}"))
            .Should().Be(expected);

    [Property(MaxTest = 500)]
    public void never_throws_and_points_at_lines_that_it_has(string? text, string? more)
    {
        string file = $"{text}\n[s]\n{more}";
        int lines = file.Count(c => c == '\n') + 1;
        foreach (IniEntry entry in IniFile.Parse(file))
        {
            entry.Line.Should().BeInRange(1, lines);
            file.Split('\n')[entry.Line - 1].Contains(entry.Value, StringComparison.Ordinal).Should().BeTrue();
        }
    }

    [Property]
    public void gives_each_value_back_at_its_line(ushort before, int value) =>
        IniFile.Parse($"{new string('\n', before % 100)}[plugin]\nupdate every = {value}\n")
            .Should().Equal(new IniEntry((before % 100) + 2, "plugin", "update every", $"{value}"));
}
