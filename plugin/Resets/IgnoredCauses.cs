using static TcpResets.Resets.CauseText;

namespace TcpResets.Resets;

/// <summary>What resets tell that arrived and ended nothing.</summary>
internal static class IgnoredCauses
{
    public static CauseRule[] All =>
    [
        // RFC 5961, section 3.2; tcp_validate_incoming(), a challenge ACK.
        new("blind_reset", 1,
            (c, _) => c.Kind == Ignored.OutOfWindow,
            (_, _) => "somebody guesses resets for connections of this host",
            (c, _) => $"{Peers(c)} {(c.Peers == 1 ? "sends" : "send")} resets whose sequence number is wrong: each one was ignored "
                + $"(RFC 5961).",
            (_, _) => "They ended nothing. Filter the sender, or sign what matters (TCP-MD5, TCP-AO, a tunnel). How many? `nstat -az "
                + "TcpExtTCPChallengeACK`"),
        new("stray", 0.1, // tcp_v4_rcv(), no socket; tcp_rcv_state_process(), LISTEN
            (c, _) => c.Kind == Ignored.Stray,
            (_, _) => "latecomers: resets for connections that are over",
            (c, _) => $"{Peers(c)} sent them; there was nothing to end.",
            (_, _) => "None needed."),
        new("late_time_wait", 0.1, // tcp_timewait_state_process() with tcp_rfc1337
            (c, _) => c.Kind == Ignored.TimeWait,
            (_, _) => "resets for connections in TIME-WAIT, which stood",
            (c, _) => $"{Peers(c)} sent them; tcp_rfc1337 is on, and nothing ended.",
            (_, _) => "None needed."),
        new("bad_segments", 0.5, // checksum, RFC 2385, RFC 5925
            (c, _) => c.Kind == Ignored.Invalid,
            (_, _) => "resets with a wrong checksum, signature or flags",
            (c, _) => $"From {Peers(c)}: a broken device between, a wrong TCP-MD5 or TCP-AO key, or a forger.",
            (_, _) => "Look at them: `nstat -az TcpInCsumErrors TcpExtTCPMD5NotFound TcpExtTCPMD5Unexpected`"),
    ];
}
