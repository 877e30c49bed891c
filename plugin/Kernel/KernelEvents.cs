using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>
/// The map <c>events</c>: what the programs hand on, one <c>struct event</c> a reset, read without a system call. A received reset that
/// turns out to be none (<c>decide()</c> in decide.bpf.h) is taken back here, by the event that proves it, which follows at once.
/// </summary>
internal sealed class KernelEvents : IDisposable
{
    /// <summary>Bytes that can wait: some 5,400 events of 96 bytes with the header of each.</summary>
    public const uint RingSize = 1 << 19;

    /// <summary>The length of a slice of time in ms, in which each CPU has its budget.</summary>
    private const uint SliceMilliseconds = 128;

    private const int SlicesPerSecond = 8;
    private const int EventsPerSecond = 5000; // what the ring holds, with some to spare
    private const uint LargestBudget = 512;
    private const uint LeastBudget = 8;

    private const int Held = 256;
    private const long LongestAnswer = 10_000; // microseconds from a segment to its answer, with interrupts in between
    private const byte TakenBack = byte.MaxValue;

    private readonly ResetEvent[] held = new ResetEvent[Held];
    private readonly EventRing ring;
    private readonly UntoldResets untold;
    private IResetEventReader? reader;
    private uint first;
    private uint end;

    private KernelEvents(EventRing ring, KernelTotals totals)
    {
        this.ring = ring;
        untold = new UntoldResets(totals);
    }

    /// <summary>How many events each CPU may hand on in a slice of time: what all together can in a second, the ring holds.</summary>
    public static uint BudgetOf(int cpus) =>
        Math.Clamp((uint)(EventsPerSecond / SlicesPerSecond / Math.Max(1, cpus)), LeastBudget, LargestBudget);

    /// <summary>That slice in ticks of the kernel.</summary>
    public static uint SliceInTicks(uint ticksPerSecond) => Math.Max(1, ticksPerSecond * SliceMilliseconds / 1000);

    /// <summary>Maps it into this process, which keeps it alive; null if that is denied, which is no reason not to count.</summary>
    public static KernelEvents? Map(int descriptor, KernelTotals totals) =>
        EventRing.Map(descriptor, RingSize) is { } ring ? new(ring, totals) : null;

    /// <summary>Hands on all there are, oldest first, up to one that may still be taken back.</summary>
    public void HandOn(IResetEventReader to)
    {
        reader = to;
        ulong written = ring.End, noted = ring.Begin;
        while (ring.TryLook(ref noted, written, out ResetEvent next))
        {
            untold.Note(in next);
        }

        untold.Compare(to);
        while (ring.TryTake(noted, out ResetEvent reset)) // not what has been written to its end since
        {
            Take(in reset);
        }

        long now = first != end ? ClockGetTime.Boottime() : 0; // which nobody asks for else
        while (first != end && !MayBeTakenBack(held[first % Held], now))
        {
            Pass();
        }

        for (uint i = first; i != end; i++)
        {
            if (held[i % Held].KindNumber != TakenBack)
            {
                reader.Await(in held[i % Held]);
            }
        }

        reader = null;
    }

    public void Dispose() => ring.Dispose();

    private void Take(in ResetEvent reset)
    {
        if (reset.Mistaken != TakenBack)
        {
            TakeBack(in reset);
        }

        if (end - first == Held)
        {
            Pass();
        }

        held[end++ % Held] = reset;
    }

    private void Pass()
    {
        ref ResetEvent reset = ref held[first++ % Held];
        if (reset.KindNumber != TakenBack)
        {
            reader!.Read(in reset, untold.Take(in reset));
        }
    }

    private void TakeBack(in ResetEvent proof)
    {
        for (uint i = end; i-- != first;)
        {
            ref ResetEvent reset = ref held[i % Held];
            if (reset.KindNumber < Kind.Count && reset.Kind.Direction == Direction.Received && reset.PeerPort == proof.PeerPort
                && reset.LocalPort == proof.LocalPort && reset.Peer == proof.Peer && reset.Local == proof.Local
                && reset.NetworkNamespace == proof.NetworkNamespace)
            {
                untold.Forget(in reset);
                reset.KindNumber = TakenBack;
                return;
            }
        }
    }

    // By microseconds since boot. In ESTABLISHED there is no mistaking (decide()).
    private static bool MayBeTakenBack(in ResetEvent reset, long now) =>
        reset.KindNumber < Kind.Count && reset.Kind.Mistaken is not null && reset.State != Established
        && now - (long)(reset.Time / 1000) < LongestAnswer;

    private const byte Established = (byte)Tables.SocketState.Established;
}
