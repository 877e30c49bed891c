using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>
/// The processes behind the rows that <c>top</c> shows: who listens on the service port, or has a connection to the same port of the same
/// peer. Those that were found once stay, until another one takes their place: a process that has ended may be the cause.
/// </summary>
/// <param name="owners">Where they are looked for; null: nowhere, as who asks is not root.</param>
internal sealed class FlowOwners(SocketOwners? owners)
{
    private const long BetweenSearches = 5_000_000;
    private const int MostRows = 100; // as many as a tall terminal shows
    private const int MostKnown = 4096;

    private readonly Dictionary<SocketQuestion, OwnerOfSocket> known = [];
    private long next;

    /// <summary>Looks for those of the first rows, if the last search was some time ago.</summary>
    /// <param name="rows">In the order in which they are shown.</param>
    /// <param name="now">In microseconds since boot.</param>
    public void Learn(IReadOnlyList<Flow> rows, long now)
    {
        if (owners is null || rows.Count == 0 || now < next)
        {
            return;
        }

        next = now + BetweenSearches;
        HashSet<SocketQuestion> questions = [];
        for (int row = 0; row < Math.Min(rows.Count, MostRows); row++)
        {
            if (QuestionOf(rows[row]) is { } question)
            {
                questions.Add(question);
            }
        }

        if (known.Count > MostKnown)
        {
            known.Clear();
        }

        foreach ((SocketQuestion question, OwnerOfSocket owner) in owners.Find(questions))
        {
            known[question] = owner;
        }
    }

    /// <summary>The process of a row; null if none was found.</summary>
    public OwnerOfSocket? Of(Flow flow) => QuestionOf(flow) is { } question ? known.GetValueOrDefault(question) : null;

    private static SocketQuestion? QuestionOf(Flow flow)
    {
        FlowKey key = flow.Key;
        return flow.IsOthers || key.ServicePort == 0 || key.NetworkNamespace == 0 ? null
            : key.Role == Role.Server ? new SocketQuestion(key.NetworkNamespace, key.ServicePort)
            : key.Role == Role.Client ? new SocketQuestion(key.NetworkNamespace, key.ServicePort, key.Peer)
            : null;
    }
}
