namespace TcpResets.Tests.Soak;

/// <summary>How often a fault has happened, and the worst that came of it.</summary>
internal sealed class Tally(string name)
{
    private readonly List<string> wrong = [];
    private int times;
    private int gap;
    private int mostGap;
    private long lost;

    public bool IsAsPromised => wrong.Count == 0;

    public void Add(int longestGap, int allowed, long lostResets, IEnumerable<string> faults)
    {
        times++;
        (gap, mostGap) = longestGap - allowed > gap - mostGap || times == 1 ? (longestGap, allowed) : (gap, mostGap);
        lost = Math.Max(lost, lostResets);
        wrong.AddRange(faults);
    }

    public override string ToString() =>
        $"{name,-34}{times,6}{gap,8} s{mostGap,8} s{lost,8}  {(IsAsPromised ? "as promised" : string.Join("; ", wrong))}";

    public static string Head => $"{"fault",-34}{"times",6}{"gap",10}{"at most",10}{"lost",8}  verdict";
}
