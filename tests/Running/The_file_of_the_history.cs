using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Settings;
using TcpResets.Tests.Logging;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class The_file_of_the_history : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly LogFile log = new();
    private readonly Flows flows = new();

    private string Place => Path.Join(directory.Path, PluginSettings.HistoryFileName);

    [Fact]
    public void is_written_at_once_but_not_within_ten_seconds_of_the_last_time_and_only_if_something_has_happened()
    {
        HistoryFile file = Open();
        List<int> writes = [];
        for (int second = 0; second < 60; second++)
        {
            if (second is >= 15 and < 40)
            {
                flows.Happens(flows.Event(Received.Established));
            }

            flows.Settle();
            file.Save(flows.Now);
            if (File.Exists(Place))
            {
                writes.Add(second);
                File.Delete(Place);
            }
        }

        writes.Should().Equal(15, 25, 35, 45);
        file.SaveNow();
        File.Exists(Place).Should().BeFalse("nothing has happened since");
        flows.Happens(flows.Event(Received.Established));
        flows.Settle();
        file.SaveNow();
        File.Exists(Place).Should().BeTrue("it is the end");
    }

    [Fact]
    public void is_replaced_as_a_whole_and_closed_to_others()
    {
        directory.Write("else", "theirs");
        File.CreateSymbolicLink(Place, Path.Join(directory.Path, "else"));
        File.CreateSymbolicLink(Place + ".tmp", Path.Join(directory.Path, "else"));
        HistoryFile file = Open();
        flows.Happens(flows.Event(Received.Established));
        flows.Settle();
        file.SaveNow();

        FileStatus.Of(Place).IsFile.Should().BeTrue();
        (FileStatus.Of(Place).Mode & 0xfff).Should().Be(0b110_100_000);
        File.ReadAllText(Path.Join(directory.Path, "else")).Should().Be("theirs");
        Directory.GetFiles(directory.Path).Should().HaveCount(2, "nothing else is left");
        HistoryFile.Load(Place, new Flows(now: flows.Now).Table).Should().BeNull();
    }

    [Theory]
    [InlineData("no directory")]
    [InlineData("a directory in its place")]
    [InlineData("a full disk")]
    public void is_missed_once_in_the_log_if_it_cannot_be_written(string reason)
    {
        string place = reason == "no directory" ? Path.Join(directory.Path, "none", "h") : Place;
        if (reason == "a directory in its place")
        {
            directory.Write($"{PluginSettings.HistoryFileName}/file", "");
        }

        HistoryFile file = new(place, flows.Table, log.Log);
        void Fail()
        {
            for (int i = 0; i < 3; i++)
            {
                flows.Happens(flows.Event(Received.Established));
                flows.Settle();
                file.SaveNow();
            }
        }

        if (reason == "a full disk")
        {
            Shell.Run($"mount -t tmpfs -o size=4k,nr_inodes=2 none {directory.Path}").Output.Should().BeEmpty();
            File.WriteAllText(Path.Join(directory.Path, "full"), new string('x', 4096));
        }

        try
        {
            Fail();
            Directory.GetFiles(directory.Path, "*.tmp").Should().BeEmpty();
        }
        finally
        {
            Shell.Run($"mountpoint -q {directory.Path} && umount {directory.Path}");
        }

        log.Messages.Should().ContainSingle().Which.Should().StartWith($"INFO  the history of the last hour cannot be kept in {place}: ");
    }

    [Fact]
    public void is_written_without_allocating()
    {
        HistoryFile file = Open();
        ResetEvent[] events = [.. Enumerable.Range(0, 1000).Select(number =>
            flows.Event(Received.Established) with { Peer = Flows.AddressOf((uint)number) })];
        ResetCounts counts = new();
        long now = flows.Now;
        void Tick()
        {
            counts.Add(Family.IPv4, Received.Established, 1000);
            foreach (ref ResetEvent reset in events.AsSpan())
            {
                flows.Table.Read(reset);
            }

            now += 10_000_000;
            flows.Table.Settle(counts, now, now + flows.Offset);
            file.Save(now);
        }

        flows.Happens(flows.Event(Received.Established));
        Tick();
        Allocation.Of(Tick).Should().Be(0);
        new FileInfo(Place).Length.Should().BeGreaterThan(200_000);
    }

    [Fact]
    public void is_resumed_where_there_is_a_directory()
    {
        HistoryFile.Resume("", flows.Table, log.Log).Should().BeNull();
        HistoryFile.Resume(directory.Path, flows.Table, log.Log).Should().NotBeNull();
        log.Lines.Should().BeEmpty("there need not be a history yet");
        File.WriteAllText(Place, "{");
        HistoryFile.Resume(directory.Path, flows.Table, log.Log).Should().NotBeNull("it is written anew");
        log.Messages.Should().ContainSingle().Which.Should().Contain("is not what this plugin writes");
    }

    public void Dispose()
    {
        log.Dispose();
        directory.Dispose();
    }

    private HistoryFile Open() => new(Place, flows.Table, log.Log);
}
