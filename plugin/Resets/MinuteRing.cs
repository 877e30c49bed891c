using System.Runtime.CompilerServices;

namespace TcpResets.Resets;

/// <summary>How many there were in each of the last <see cref="Length"/> minutes. All times are microseconds since boot.</summary>
internal struct MinuteRing
{
    /// <summary>An hour, the current minute included.</summary>
    public const int Length = 60;

    /// <summary>In microseconds.</summary>
    public const long Minute = 60_000_000;

    private Counts counts;
    private bool isUsed;
    private int newest; // the number of the minute that was counted last
    private int oldest; // before it, nothing was

    /// <summary>Adds to a minute, unless it is more than an hour behind the newest.</summary>
    public void Add(long now, ulong resets)
    {
        int minute = NumberOf(now);
        if (!isUsed)
        {
            isUsed = true;
            newest = oldest = minute;
        }

        if (minute > newest)
        {
            int first = Math.Max(newest + 1, minute - Length + 1);
            for (int passed = first; passed <= minute; passed++)
            {
                counts[PlaceOf(passed)] = 0;
            }

            newest = minute;
        }

        oldest = Math.Min(oldest, minute);
        if (minute > newest - Length)
        {
            ref uint count = ref counts[PlaceOf(minute)];
            count = (uint)Math.Min(count + Math.Min(resets, uint.MaxValue), uint.MaxValue);
        }
    }

    /// <summary>How many there were so many minutes before a time's: 0 is that one itself.</summary>
    public readonly uint At(long now, int minutesAgo)
    {
        int minute = NumberOf(now) - minutesAgo;
        return minute <= newest && minute > newest - Length ? counts[PlaceOf(minute)] : 0;
    }

    /// <summary>Per second, of the last minute.</summary>
    public readonly double PerSecond(long now) => RecentRate.Slide(At(now, 0), At(now, 1), now - (NumberOf(now) * Minute), Minute);

    /// <summary>Adds all that another has counted.</summary>
    public void Fold(in MinuteRing other)
    {
        int from = Math.Max(other.newest - Length + 1, other.oldest);
        for (int minute = other.newest; other.isUsed && minute >= from; minute--) // the newest first, which makes room
        {
            if (other.counts[PlaceOf(minute)] is > 0 and uint resets)
            {
                Add(minute * Minute, resets);
            }
        }
    }

    // Rounded down, below 0 as well: a file may tell of minutes before the boot.
    private static int NumberOf(long time) => Math.DivRem(time, Minute) is (long minute, < 0) ? (int)minute - 1 : (int)(time / Minute);

    private static int PlaceOf(int minute) => ((minute % Length) + Length) % Length;

    [InlineArray(Length)]
    private struct Counts
    {
        private uint first;
    }
}
