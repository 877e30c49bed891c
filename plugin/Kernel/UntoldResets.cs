using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>
/// How many resets that were not handed on each event stands for. In a flood each CPU hands on as many as its own budget allows, so what
/// its totals have grown by is shared by its own events: those of another CPU may be all that there were.
/// </summary>
internal sealed class UntoldResets(KernelTotals totals)
{
    private readonly Place[] places = new Place[totals.Each.Length];
    private ulong all;

    /// <summary>Takes note of an event that will be taken.</summary>
    public void Note(in ResetEvent reset)
    {
        ref Place place = ref PlaceOf(reset);
        place.Last = reset;
        place.Events++;
        place.Told++;
    }

    /// <summary>
    /// Compares what was noted with what had been counted. An event comes before its total: what is more than these was not handed on.
    /// Where there is no event, as at the end of a flood, the last one before tells of it.
    /// </summary>
    public void Compare(IResetEventReader reader)
    {
        if (all == totals.All)
        {
            return;
        }

        all = totals.All;
        for (int i = 0; i < places.Length; i++)
        {
            if (totals.Each[i] is > 0 and var counted && counted > places[i].Told)
            {
                Tell(ref places[i], counted, reader);
            }
        }
    }

    /// <summary>Takes an event, and what it stands for.</summary>
    public ulong Take(in ResetEvent reset)
    {
        ref Place place = ref PlaceOf(reset);
        ulong untold = place.Untold / place.Events;
        place.Untold -= untold;
        place.Events--;
        return untold;
    }

    /// <summary>Passes over an event that is none.</summary>
    public void Forget(in ResetEvent reset) => PlaceOf(reset).Events--;

    private static void Tell(ref Place place, ulong counted, IResetEventReader reader)
    {
        ulong more = counted - place.Told;
        place.Told = counted;
        if (place.Events > 0)
        {
            place.Untold += more;
        }
        else if (place.Last.Time > 0)
        {
            reader.ReadUntold(in place.Last, more);
        }
    }

    // The remainder: no event that the programs write lies beyond, and a garbled one ends nothing.
    private ref Place PlaceOf(in ResetEvent reset) =>
        ref places[((reset.Cpu * KernelTotals.Size) + reset.CountedAs.Slot(reset.Family)) % places.Length];

    /// <summary>What one CPU tells of one kind and family.</summary>
    private struct Place
    {
        public ResetEvent Last;
        public ulong Told; // by events, or by what they stand for
        public ulong Untold; // that those stand for which are still to be taken
        public uint Events; // that are
    }
}
