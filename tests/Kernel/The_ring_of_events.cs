using System.Runtime.InteropServices;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>A file that looks as the kernel's ring buffer does, and says what the kernel says only now and then.</summary>
public sealed class The_ring_of_events : IDisposable
{
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;

    private static readonly int Page = Environment.SystemPageSize;
    private static readonly uint Length = (uint)Marshal.SizeOf<ResetEvent>();
    private static readonly uint Step = Length + 8;

    private readonly TemporaryDirectory directory = new();
    private readonly FileStream file;
    private readonly EventRing ring;

    public The_ring_of_events()
    {
        file = new(directory.Write("ring", ""), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        file.SetLength(3 * Page);
        ring = EventRing.Map((int)file.SafeFileHandle.DangerousGetHandle(), (uint)Page)!;
    }

    public void Dispose()
    {
        ring.Dispose();
        file.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void gives_each_once_in_order_also_those_that_lie_in_two_parts()
    {
        List<ulong> taken = [];
        for (ulong number = 0; number < 1000; number++)
        {
            Write(number * Step, Length, number);
            taken.AddRange(Take());
        }

        taken.Should().Equal(Enumerable.Range(0, 1000).Select(number => (ulong)number));
    }

    [Fact]
    public void gives_none_that_is_still_written_nor_what_is_behind_it()
    {
        Write(0, Length, 1);
        Write(Step, Length | Busy, 2);
        Write(2 * Step, Length, 3);
        Take().Should().Equal(1UL);
        Take().Should().BeEmpty();
        Write(Step, Length, 2, end: 3 * Step);
        Take().Should().Equal(2UL, 3UL);
    }

    [Fact]
    public void passes_over_what_was_given_up()
    {
        Write(0, Length | Discarded, 1);
        Write(Step, Length, 2);
        Take().Should().Equal(2UL);
    }

    [Fact]
    public void gives_none_that_came_after_the_end()
    {
        Write(0, Length, 1);
        ulong end = ring.End;
        Write(Step, Length, 2);
        ring.TryTake(end, out _).Should().BeTrue();
        ring.TryTake(end, out _).Should().BeFalse();
        Take().Should().Equal(2UL);
    }

    [Fact]
    public void is_none_where_it_cannot_be_mapped() => EventRing.Map(-1, (uint)Page).Should().BeNull();

    private List<ulong> Take()
    {
        List<ulong> taken = [];
        for (ulong end = ring.End; ring.TryTake(end, out ResetEvent reset);)
        {
            reset.Time.Should().Be(~reset.BytesSent);
            reset.LocalPort.Should().Be((ushort)reset.BytesSent);
            taken.Add(reset.BytesSent);
        }

        return taken;
    }

    /// <summary>Writes a record at a position that grows for ever, and then how far all has been written.</summary>
    private void Write(ulong position, uint state, ulong number, ulong end = 0)
    {
        ResetEvent reset = new(Family.IPv4) { Time = ~number, BytesSent = number, LocalPort = (ushort)number };
        byte[] record = [.. BitConverter.GetBytes((ulong)state), .. MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref reset, 1))];
        for (int i = 0; i < record.Length; i++)
        {
            RandomAccess.Write(file.SafeFileHandle, record.AsSpan(i, 1), (2 * Page) + (long)((position + (ulong)i) % (ulong)Page));
        }

        RandomAccess.Write(file.SafeFileHandle, BitConverter.GetBytes(end > 0 ? end : position + Step), Page);
    }
}
