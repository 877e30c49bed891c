using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>
/// Which of the programs a kernel can take, what is known by them, and what is not: one table, in which these cannot come apart. What the
/// kernel has decides, never its version.
/// </summary>
internal sealed class KernelPlan
{
    private static readonly KernelFunction SendResetV4 = new("tcp_v4_send_reset");
    private static readonly KernelFunction SendResetV6 = new("tcp_v6_send_reset", Module: "ipv6");
    private static readonly KernelFunction RejectV4 = new("nf_send_reset", 4, "nf_reject_ipv4"); // since 5.10
    private static readonly KernelFunction RejectV6 = new("nf_send_reset6", 4, "nf_reject_ipv6");

    private static readonly Kind[] Answers =
        [SentCause.ClosedPort, SentCause.HalfOpen, SentCause.LateData, SentCause.TimeWait, SentCause.QueueFull, SentCause.Invalid];

    private static readonly Kind[] OnOurOwn =
        [SentCause.Aborted, SentCause.UnreadData, SentCause.NoMemory, SentCause.Timeout, SentCause.Other];

    public static IReadOnlyList<PlannedProgram> Rows { get; } =
    [
        // Name, where it is of use, what it needs, what is known by it, and the limit that stands in its place.
        new("receive_reset", Always, Always, [Received.Refused, Received.Established, Received.Closing], _ => null),

        new("drop_at_socket", DropsTellReason, facts => facts.DropsTellSocket, [Received.Handshake, Received.TimeWait, .. Kind.OfIgnored],
            _ => "a reset that is answered by a challenge ACK counts as stray") { UsesCasts = true },
        new("drop_for_reason", DropsHideSocket, DropsTellReason, [Ignored.Stray, Ignored.OutOfWindow, Ignored.Invalid],
            _ => "resets dropped at a socket are not seen"),
        new("meet_time_wait", DropsHideSocket, Always, [Received.TimeWait, Received.Closing, Ignored.TimeWait, Ignored.OutOfWindow],
            _ => "resets that arrive in TIME-WAIT are not seen") { Watches = new("tcp_timewait_state_process") },
        new("meet_syn_received", DropsHideSocket, Always, [Received.Handshake, Ignored.OutOfWindow],
            _ => "resets that arrive in SYN-RECEIVED are not seen") { Watches = new("tcp_check_req", 5) },
        new("send_reset_v4", DropsHideReason, Always, [Ignored.Stray],
            _ => "resets that arrive for no socket are not seen") { Watches = SendResetV4, Families = [Family.IPv4] },
        new("send_reset_v6", facts => DropsHideReason(facts) && facts.CanWatch(SendResetV4), Always, [Ignored.Stray],
            _ => "resets that arrive over IPv6 for no socket are not seen") { Watches = SendResetV6, Families = [Family.IPv6] },

        new("send_for_reason", Always, facts => facts.SentTellReason, [.. Answers, .. OnOurOwn],
            _ => "why a reset is sent, the kernel does not say, and is concluded from the state and the segment") { UsesCasts = true },
        new("send_reset_v4", facts => !facts.SentTellReason, Always, Answers,
            _ => "resets sent for TIME-WAIT are not seen") { Watches = SendResetV4, Families = [Family.IPv4] },
        new("send_reset_v6", WatchesAnswers, Always, Answers,
            facts => $"resets sent over IPv6 in answer to a segment are not seen, since {facts.WhyNotWatched(SendResetV6)}")
            { Watches = SendResetV6, Families = [Family.IPv6] },
        new("send_active_reset", WatchesAnswers, Always, OnOurOwn, _ => null), // a tracepoint for all would count answers twice
        new("send_reset", SeesNoAnswers, Always, [SentCause.LateData, SentCause.QueueFull, SentCause.Invalid, .. OnOurOwn], _ => null),
        new("drop_for_reason", SeesNoAnswers, facts => DropsTellReason(facts) && DropsHideSocket(facts),
            [SentCause.ClosedPort, SentCause.HalfOpen], _ => "resets sent for closed ports and half-open peers are not seen"),

        new("reject_v4", Always, Always, [SentCause.Firewall], facts => Rejected(facts, Family.IPv4, RejectV4))
            { Watches = RejectV4, Families = [Family.IPv4] },
        new("reject_v6", Always, Always, [SentCause.Firewall], facts => Rejected(facts, Family.IPv6, RejectV6))
            { Watches = RejectV6, Families = [Family.IPv6] },
        new("reject_below_v4", facts => facts.CanWatch(RejectV4), Always, [], _ => RulesBelow)
            { Watches = new("nf_reject_skb_v4_tcp_reset", 4, RejectV4.Module) }, // since 5.11, as modules' types
        new("reject_below_v6", facts => facts.CanWatch(RejectV6), Always, [], _ => RulesBelow)
            { Watches = new("nf_reject_skb_v6_tcp_reset", 4, RejectV6.Module) },
    ];

    private const string RulesBelow = "resets of firewall rules in bridges and at devices are not seen";

    private readonly bool[] known = new bool[2 * Kind.Room];

    private KernelPlan(KernelFacts facts)
    {
        PlannedProgram[] ofUse = [.. Rows.Where(row => row.IsOfUse(facts))];
        PlannedProgram[] planned = [.. ofUse.Where(row => row.CanRun(facts))];
        foreach (PlannedProgram row in planned)
        {
            foreach (Kind kind in row.Kinds)
            {
                foreach (Family family in row.Families)
                {
                    known[kind.Slot(family)] = known[(kind.Total ?? kind).Slot(family)] = true;
                }
            }
        }

        Programs = planned.Select(row => row.Name).Distinct().ToList();
        Limits = [.. ofUse.Except(planned).Select(row => row.Limit(facts)).OfType<string>().Distinct()];
        UsesModules = planned.Any(row => row.Watches is { } function && facts.IsInModule(function));
        UsesCasts = planned.Any(row => row.UsesCasts);
        CountsStrays = DropsHideReason(facts);
        CountsAnswers = SeesNoAnswers(facts);
        EmbryonicRsts = facts.DropsTellSocket ? facts.EmbryonicRsts : 0;
    }

    /// <summary>The tracepoints without which nothing can be planned.</summary>
    public static IReadOnlyList<string> Tracepoints { get; } = ["tcp_receive_reset", "tcp_send_reset", "kfree_skb"];

    public static IReadOnlyList<KernelFunction> Functions { get; } =
        [.. Rows.Select(row => row.Watches).OfType<KernelFunction>().Distinct()];

    /// <summary>The programs to load, by name.</summary>
    public IReadOnlyList<string> Programs { get; }

    /// <summary>What cannot be told apart or is not seen on this kernel, each in words that can follow others in one sentence.</summary>
    public IReadOnlyList<string> Limits { get; }

    /// <summary>Whether functions of modules are watched.</summary>
    public bool UsesModules { get; }

    public bool UsesCasts { get; }

    /// <summary>Whether resets for no socket are seen only where an answer would be sent.</summary>
    public bool CountsStrays { get; }

    /// <summary>Whether resets sent for no socket are seen only where the segment that they answer is dropped.</summary>
    public bool CountsAnswers { get; }

    /// <summary>The number of that counter, where only that tells whether a reset has ended a request socket; else 0.</summary>
    public int EmbryonicRsts { get; }

    public static KernelPlan For(KernelFacts facts) => new(facts);

    /// <summary>Whether a kind, or a total, is known.</summary>
    public bool Knows(Family family, Kind kind) => known[kind.Slot(family)];

    private static bool Always(KernelFacts facts) => true;
    private static bool DropsTellReason(KernelFacts facts) => facts.DropsTellReason;
    private static bool DropsHideReason(KernelFacts facts) => !facts.DropsTellReason;
    private static bool DropsHideSocket(KernelFacts facts) => !facts.DropsTellSocket;
    private static bool WatchesAnswers(KernelFacts facts) => !facts.SentTellReason && facts.CanWatch(SendResetV4);
    private static bool SeesNoAnswers(KernelFacts facts) => !facts.SentTellReason && !facts.CanWatch(SendResetV4);

    private static string Rejected(KernelFacts facts, Family family, KernelFunction function) =>
        $"resets of {(facts.Watching == FunctionWatching.Possible ? $"{family}'s " : "")}firewall rules are not seen, "
            + $"since {facts.WhyNotWatched(function)}";
}
