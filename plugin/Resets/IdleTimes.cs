using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TcpResets.Resets;

/// <summary>
/// The last few idle times of a row, in milliseconds, in no order that tells anything. Long ones that are alike, of one moment, are one:
/// see <see cref="IdleLimit"/>.
/// </summary>
internal struct IdleTimes
{
    public const int Most = 16;

    private Times times;
    private uint moment;
    private byte next;
    private byte ofMoment; // how many of the last ones

    public byte Count { get; private set; }

    [UnscopedRef]
    public readonly ReadOnlySpan<uint> Span => times[..Count];

    /// <summary>Adds that of a reset at a time.</summary>
    /// <param name="milliseconds">How long it had been idle.</param>
    /// <param name="time">Microseconds since boot.</param>
    public void Add(uint milliseconds, long time)
    {
        uint now = (uint)(time / IdleLimit.Moment);
        ofMoment = now == moment ? ofMoment : (byte)0;
        moment = now;
        for (int before = 1; before <= ofMoment && milliseconds >= IdleLimit.Shortest; before++)
        {
            if (IdleLimit.AreAlike(milliseconds, times[(next + Most - before) % Most]))
            {
                return;
            }
        }

        byte earlier = ofMoment;
        Add(milliseconds);
        ofMoment = (byte)Math.Min(earlier + 1, Most);
    }

    /// <summary>Adds one of a time that is not known.</summary>
    public void Add(uint milliseconds)
    {
        ofMoment = 0;
        times[next] = milliseconds;
        next = (byte)((next + 1) % Most);
        Count = (byte)Math.Min(Count + 1, Most);
    }

    [InlineArray(Most)]
    private struct Times
    {
        private uint first;
    }
}
