namespace TcpResets.Procfs;

/// <summary>
/// How many resets were received, as far as the counters of /proc/net tell. No counter counts received resets; these count what
/// resets do, among other things that do the same:
/// <list type="bullet">
/// <item><c>AttemptFails</c>: connections that ended in SYN-SENT or SYN-RECEIVED (<c>tcp_done()</c>, <c>tcp_check_req()</c>), by a
/// reset or because the connect timed out.</item>
/// <item><c>EstabResets</c>: connections that went from ESTABLISHED or CLOSE-WAIT straight to CLOSED (<c>tcp_set_state()</c>), by a
/// received reset, an abort of our own, or a timeout.</item>
/// <item><c>TCPAbortOnClose</c>, <c>TCPAbortOnData</c>: our own aborts (<c>__tcp_close()</c>).</item>
/// <item><c>TCPAbortOnTimeout</c>: connects and connections that timed out (<c>tcp_write_err()</c>).</item>
/// </list>
/// What it misses: resets in FIN-WAIT-1, FIN-WAIT-2, CLOSING, LAST-ACK and TIME-WAIT, which move no counter; and resets in the same
/// interval as an abort or a timeout of ours in these states, which moves a TCPAbort counter but neither of the first two. What it takes
/// for received: aborts of our own that no TCPAbort counter names (connections still unaccepted when the listener closes, a connect to
/// AF_UNSPEC, <c>tcp_abort()</c>, Multipath TCP's <c>mptcp_do_fastclose()</c>), and bad SYNs in SYN-RECEIVED; a reset
/// Fast Open child counts twice.
/// </summary>
internal static class SnmpEstimate
{
    /// <summary>The estimate for one interval, from the growth of the counters in it. Never negative.</summary>
    public static ulong Received(ulong attemptFails, ulong estabResets, ulong abortOnClose, ulong abortOnData, ulong abortOnTimeout)
    {
        // Our aborts while connecting or closing move TCPAbort counters but not EstabResets: they must not eat connects.
        ulong aborted = LessOrZero(estabResets, abortOnClose + abortOnData);

        // A timeout was counted in either of the two, and no counter says in which.
        return LessOrZero(attemptFails + aborted, abortOnTimeout);
    }

    private static ulong LessOrZero(ulong value, ulong less) => value > less ? value - less : 0;
}
