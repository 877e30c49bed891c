using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>A file that looks as the kernel's totals do, of three CPUs.</summary>
public sealed class What_an_event_stands_for : IResetEventReader, IDisposable
{
    private const int Cpus = 3;

    private readonly TemporaryDirectory directory = new();
    private readonly FileStream file;
    private readonly KernelTotals totals;
    private readonly UntoldResets untold;
    private readonly List<(ushort Cpu, ulong Untold)> without = [];

    public What_an_event_stands_for()
    {
        file = new(directory.Write("totals", ""), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        file.SetLength(Cpus * KernelTotals.Stride * sizeof(ulong));
        totals = KernelTotals.Map((int)file.SafeFileHandle.DangerousGetHandle(), Cpus, out int errno);
        errno.Should().Be(0);
        untold = new UntoldResets(totals);
    }

    public void Dispose()
    {
        totals.Dispose();
        file.Dispose();
        directory.Dispose();
    }

    void IResetEventReader.Read(in ResetEvent reset, ulong untold) => throw new NotSupportedException();

    void IResetEventReader.ReadUntold(in ResetEvent last, ulong untold) => without.Add((last.Cpu, untold));

    [Fact]
    public void is_itself_alone_as_long_as_all_are_handed_on()
    {
        Happens(cpu: 0, counted: 2, events: 2).Should().Equal(0, 0);
        Happens(cpu: 2, counted: 3, events: 3).Should().Equal(0, 0, 0);
        without.Should().BeEmpty();
    }

    [Fact]
    public void is_its_part_of_what_its_own_cpu_has_not_handed_on_to_the_last_one()
    {
        Count(cpu: 0, 1);
        Count(cpu: 1, 1003);
        Note(cpu: 0, times: 1);
        Note(cpu: 1, times: 3);
        Compare();
        Take(cpu: 1, times: 3).Should().Equal(333, 333, 334);
        Take(cpu: 0, times: 1).Should().Equal(0);
    }

    [Fact]
    public void is_nothing_of_another_kind_or_family()
    {
        Count(cpu: 0, 100, SentCause.ClosedPort);
        Note(cpu: 0, times: 1);
        Compare();
        Take(cpu: 0, times: 1).Should().Equal(0);
        without.Should().BeEmpty("there was no event before that could tell of it");
    }

    [Fact]
    public void is_what_was_counted_after_the_last_one_too_where_a_flood_ends()
    {
        Happens(cpu: 1, counted: 10, events: 2).Should().Equal(4, 4);
        Happens(cpu: 1, counted: 50, events: 0);
        Happens(cpu: 0, counted: 1, events: 1).Should().Equal(0);
        without.Should().Equal((1, 50));
    }

    [Fact]
    public void is_itself_alone_though_its_total_comes_later()
    {
        Happens(cpu: 0, counted: 0, events: 1).Should().Equal(0);
        Happens(cpu: 0, counted: 1, events: 0);
        Happens(cpu: 0, counted: 1, events: 1).Should().Equal(0);
        without.Should().BeEmpty();
    }

    [Fact]
    public void is_known_when_it_is_read_though_it_was_held_back_meanwhile()
    {
        Count(cpu: 0, 10);
        Note(cpu: 0, times: 2);
        Compare();
        Take(cpu: 0, times: 1).Should().Equal(4);
        Count(cpu: 0, 10);
        Note(cpu: 0, times: 1);
        Compare();
        Take(cpu: 0, times: 2).Should().Equal(6, 7);
    }

    [Fact]
    public void goes_to_the_others_if_it_turns_out_to_be_none()
    {
        Count(cpu: 0, 10);
        Note(cpu: 0, times: 2);
        Compare();
        untold.Forget(Event(cpu: 0));
        Take(cpu: 0, times: 1).Should().Equal(8);
    }

    private static ResetEvent Event(ushort cpu) =>
        new(Family.IPv4) { Time = 1, Cpu = cpu, KindNumber = ((Kind)Received.Established).Number };

    private ulong[] Happens(ushort cpu, ulong counted, int events)
    {
        Count(cpu, counted);
        Note(cpu, events);
        Compare();
        return Take(cpu, events);
    }

    private void Count(ushort cpu, ulong more, Kind? kind = null)
    {
        long at = ((cpu * KernelTotals.Stride) + (kind ?? Received.Established).Slot(Family.IPv4)) * sizeof(ulong);
        byte[] before = new byte[sizeof(ulong)];
        RandomAccess.Read(file.SafeFileHandle, before, at);
        RandomAccess.Write(file.SafeFileHandle, BitConverter.GetBytes(BitConverter.ToUInt64(before) + more), at);
    }

    private void Note(ushort cpu, int times)
    {
        for (int i = 0; i < times; i++)
        {
            untold.Note(Event(cpu));
        }
    }

    private void Compare()
    {
        totals.Sum(new ulong[KernelTotals.Size]);
        untold.Compare(this);
    }

    private ulong[] Take(ushort cpu, int times) => [.. Enumerable.Range(0, times).Select(_ => untold.Take(Event(cpu)))];
}
