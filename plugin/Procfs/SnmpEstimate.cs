namespace TcpResets.Procfs;

/// <summary>
/// How many resets were received in an interval, as far as the growth of the counters of /proc/net in it tells. No counter counts received
/// resets; these count what resets do, among other things that do the same:
/// <list type="bullet">
/// <item><c>AttemptFails</c>: connections that ended in SYN-SENT or SYN-RECEIVED (<c>tcp_done()</c>, <c>tcp_check_req()</c>), by a
/// reset, an ICMP error, or because the connect timed out.</item>
/// <item><c>EstabResets</c>: connections that went from ESTABLISHED or CLOSE-WAIT straight to CLOSED (<c>tcp_set_state()</c>), by a
/// received reset, an abort of our own, or a timeout.</item>
/// <item><c>TCPAbortOnClose</c>, <c>TCPAbortOnData</c>: our own aborts (<c>__tcp_close()</c>).</item>
/// <item><c>TCPAbortOnTimeout</c>: connects and connections that timed out (<c>tcp_write_err()</c>).</item>
/// <item><c>InDestUnreachs</c>: the ICMP errors that end a connect (<c>tcp_v4_err()</c>), among those that answer other packets. A packet
/// is given up once, so that those above <c>OutDatagrams</c> and <c>OutEchos</c> answer neither UDP nor ping.</item>
/// <item><c>InSegs</c>: all segments received; there cannot have been more resets among them.</item>
/// </list>
/// What it misses: resets in FIN-WAIT-1, FIN-WAIT-2, CLOSING, LAST-ACK and TIME-WAIT, which move no counter; and resets in the same
/// interval as an abort or a timeout of ours in these states, which moves a TCPAbort counter but neither of the first two, or as ICMP
/// errors that have ended nothing. What it takes
/// for received: aborts of our own that no TCPAbort counter names (connections still unaccepted when the listener closes, a connect to
/// AF_UNSPEC, <c>tcp_abort()</c>, TCP_REPAIR's close, Multipath TCP's <c>mptcp_do_fastclose()</c>), bad SYNs in SYN-RECEIVED, and connects
/// that ICMP errors end where UDP sends as much, or over IPv6; a reset Fast Open child counts twice.
/// </summary>
internal readonly record struct SnmpEstimate
{
    public ulong AttemptFails { get; init; }

    public ulong EstabResets { get; init; }

    public ulong AbortOnClose { get; init; }

    public ulong AbortOnData { get; init; }

    public ulong AbortOnTimeout { get; init; }

    public ulong InDestUnreachs { get; init; }

    public ulong OutDatagrams { get; init; }

    public ulong OutEchos { get; init; }

    public ulong InSegs { get; init; }

    /// <summary>Never negative.</summary>
    public ulong Received
    {
        get
        {
            ulong failed = LessOrZero(AttemptFails, LessOrZero(InDestUnreachs, OutDatagrams + OutEchos));

            // Our aborts while connecting or closing move TCPAbort counters but not EstabResets: they must not eat connects.
            ulong aborted = LessOrZero(EstabResets, AbortOnClose + AbortOnData);

            // A timeout was counted in either of the two, and no counter says in which.
            return Math.Min(LessOrZero(failed + aborted, AbortOnTimeout), InSegs);
        }
    }

    private static ulong LessOrZero(ulong value, ulong less) => value > less ? value - less : 0;
}
