using TcpResets.Kernel;

namespace TcpResets.Tests.Scenarios;

/// <summary>
/// Something that not every kernel has, so that some ways have another outcome there, or are closed. What the plugin itself says that it
/// cannot know decides, and what the kernel's types say that it cannot do: never its version.
/// </summary>
/// <param name="Words">What is lacking; of what the plugin says, the beginning of its sentence.</param>
/// <param name="IsOf">Whether a kernel with these types lacks it, by which the plugin has these limits.</param>
/// <param name="Hides">The dimensions that are absent then.</param>
internal sealed record Lack(string Words, Func<KernelBtf, IReadOnlyList<string>, bool> IsOf, params string[] Hides)
{
    // The plugin's own words: KernelPlan.Rows.
    private const string NothingAtSockets = "resets dropped at a socket are not seen";
    private const string ChallengesAreStrays = "a reset that is answered by a challenge ACK counts as stray";

    /// <summary>A drop tells no reason.</summary>
    public static readonly Lack DropReasons = Said(NothingAtSockets, "ipv4 ignored.invalid", "ipv6 ignored.invalid");

    /// <summary>A drop tells no socket, and, by Linux 6.1, some have no reason.</summary>
    public static readonly Lack DropSockets = new(
        "a drop tells no socket",
        (_, limits) => limits.Any(limit => limit is NothingAtSockets or ChallengesAreStrays));

    /// <summary>What is sent tells no reason.</summary>
    public static readonly Lack SentReasons =
        Said("why a reset is sent, the kernel does not say, and is concluded from the state and the segment");

    /// <summary>What Multipath TCP may do.</summary>
    public static readonly Lack MultipathTcp = WithoutFunction("mptcp_close", "there is no Multipath TCP");

    /// <summary>A listener that closes hands its connections on to another one (net.ipv4.tcp_migrate_req).</summary>
    public static readonly Lack Migration = WithoutFunction("reuseport_migrate_sock", "a listener hands no connections on");

    /// <summary>A reset in SYN-RECEIVED must be exact (RFC 5961, section 3).</summary>
    public static readonly Lack ExactInHandshake =
        WithoutFunction("tcp_reqsk_send_challenge_ack", "a reset anywhere in the window ends the handshake");

    /// <summary>An echo of a timestamp is looked at in SYN-RECEIVED (RFC 7323, section 3.2).</summary>
    public static readonly Lack EchoInHandshake = new(
        "the echo of a timestamp is not looked at in the handshake",
        (types, _) => !types.Enumeration("skb_drop_reason").ContainsKey("SKB_DROP_REASON_TCP_RFC7323_TSECR"));

    private static readonly Lack[] OfTheKernel = [DropSockets, MultipathTcp, Migration, ExactInHandshake, EchoInHandshake];

    /// <summary>Those whose words are the plugin's.</summary>
    public static IReadOnlyList<Lack> OfThePlan { get; } =
    [
        DropReasons,
        SentReasons,
        Said("resets of firewall rules are not seen", "ipv4 sent.firewall", "ipv6 sent.firewall"),
        Said("resets of IPv4's firewall rules are not seen", "ipv4 sent.firewall"),
        Said("resets of IPv6's firewall rules are not seen", "ipv6 sent.firewall"),
        Said(
            "resets sent for closed ports and half-open peers are not seen",
            "ipv4 sent.closed_port",
            "ipv6 sent.closed_port",
            "ipv4 sent.half_open",
            "ipv6 sent.half_open"),
    ];

    /// <summary>What the running kernel lacks, by which the plugin has these limits.</summary>
    public static Lack[] OfThisKernel(IReadOnlyList<string> limits)
    {
        using KernelBtf types = KernelBtf.Load(out int errno);
        return errno == 0
            ? [.. OfThePlan.Concat(OfTheKernel).Where(lack => lack.IsOf(types, limits))]
            : throw new InvalidOperationException($"no types: {errno}");
    }

    private static Lack Said(string words, params string[] hides) =>
        new(words, (_, limits) => limits.Any(limit => limit.Split(", since ")[0] == words), hides);

    private static Lack WithoutFunction(string name, string words) => new(words, (types, _) => types.Function(name) == 0);
}
