namespace TcpResets.Resets;

/// <summary>Rows that push out each other, those worth least first: nearly as good as the whole order, found among a few in turn.</summary>
internal sealed class FlowClass(FlowRows rows, int capacity)
{
    // A row falls only if all these are worth more: while few are worth keeping, those stay. They are far apart, since rows that came
    // together are often worth the same.
    private const int Candidates = 16;

    private readonly int[] numbers = new int[capacity];
    private readonly long[] worths = new long[capacity]; // side by side, so that to look at some touches no row
    private int hand;

    public int Count { get; private set; }

    public void Add(int number)
    {
        rows[number].Place = Count;
        numbers[Count] = number;
        worths[Count++] = rows[number].Worth;
    }

    /// <summary>Takes note that a row is worth more than before.</summary>
    public void Touch(in FlowRow row) => worths[row.Place] = row.Worth;

    /// <summary>Takes out the row that is worth the least; there must be one.</summary>
    /// <returns>Its number.</returns>
    public int TakeLeast()
    {
        int least = -1;
        int step = Count <= Candidates ? 1 : (Count / Candidates) | 1;
        for (int i = 0; i < Math.Min(Candidates, Count); i++)
        {
            hand = (hand + step) % Count;
            least = least < 0 || worths[hand] < worths[least] ? hand : least;
        }

        int number = numbers[least];
        Count--;
        numbers[least] = numbers[Count];
        worths[least] = worths[Count];
        rows[numbers[least]].Place = least;
        return number;
    }
}
