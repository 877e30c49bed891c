namespace TcpResets.Benchmarks;

/// <summary>
/// Orders for an odd number of contenders: over all of them each takes each place twice, and comes twice right behind each other one
/// (E. J. Williams, Experimental designs balanced for the estimation of residual effects of treatments, 1949).
/// </summary>
internal static class PlaceOrders
{
    /// <summary>The orders: twice as many as there are contenders, each the numbers of the contenders from first to last.</summary>
    public static int[][] Of(int contenders)
    {
        // From both ends in turn: 0, n - 1, 1, n - 2, ... Its steps, modulo n, are half of those that there are, twice each; backwards they
        // are the other half.
        int[] first = [.. Enumerable.Range(0, contenders).Select(place => place % 2 == 0 ? place / 2 : contenders - 1 - (place / 2))];
        return
        [
            .. from order in new[] { first, [.. first.Reverse()] }
               from shift in Enumerable.Range(0, contenders)
               select order.Select(contender => (contender + shift) % contenders).ToArray(),
        ];
    }
}
