using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Kernel;

public sealed class The_plan_for_a_kernel
{
    private const string Concluded = "why a reset is sent, the kernel does not say, and is concluded from the state and the segment";
    private const string ChallengeAck = "a reset that is answered by a challenge ACK counts as stray";
    private const string NotAtSocket = "resets dropped at a socket are not seen";
    private const string NotInTimeWait = "resets that arrive in TIME-WAIT are not seen";
    private const string NotInSynReceived = "resets that arrive in SYN-RECEIVED are not seen";
    private const string NotSentForTimeWait = "resets sent for TIME-WAIT are not seen";
    private const string RulesBelow = "resets of firewall rules in bridges and at devices are not seen";
    private const string Rules = "reject_v4 reject_v6 reject_below_v4 reject_below_v6";
    private const string Watched = "send_reset_v4 send_reset_v6 send_active_reset";
    private const string Met = "meet_time_wait meet_syn_received";

    private static readonly Kind[] Kinds = [.. Kind.OfReceived, .. Kind.OfIgnored, .. Kind.OfSent];

    /// <summary>The kernel, what is loaded besides receive_reset, the kinds that are not known, and the limits that are said.</summary>
    public static TheoryData<string, string, string, string[]> Plans => new()
    {
        { "5.8", $"{Met} {Watched}", "ignored.invalid sent.firewall",
            [
                NotAtSocket, Concluded, Rejected("IPv4", "nf_send_reset() is another one in this kernel"),
                Rejected("IPv6", "nf_send_reset6() is another one in this kernel"),
            ] },
        { "5.8, modules without types", $"{Met} {Watched}", "ignored.invalid sent.firewall",
            [NotAtSocket, Concluded, .. NoTypes] },
        { "5.10", $"{Met} {Watched} reject_v4 reject_v6", "ignored.invalid", [NotAtSocket, Concluded, .. new[] { RulesBelow }] },
        { "5.10, modules without types", $"{Met} {Watched}", "ignored.invalid sent.firewall", [NotAtSocket, Concluded, .. NoTypes] },
        { "5.15", $"{Met} {Watched} {Rules}", "ignored.invalid", [NotAtSocket, Concluded] },
        {
            "5.15, IPv6 as a module, without CAP_SYS_ADMIN", $"{Met} send_reset_v4 send_active_reset",
            "ipv6.ignored.stray ignored.invalid "
                + "ipv6.sent.closed_port ipv6.sent.half_open ipv6.sent.late_data ipv6.sent.time_wait ipv6.sent.queue_full "
                + "ipv6.sent.invalid sent.firewall",
            [
                NotAtSocket, "resets that arrive over IPv6 for no socket are not seen", Concluded,
                "resets sent over IPv6 in answer to a segment are not seen, since only CAP_SYS_ADMIN may look into ipv6", .. OnlyAdmin,
            ]
        },
        { "5.15, arm64", "send_reset",
            "received.handshake received.time_wait ignored.stray ignored.time_wait ignored.out_of_window ignored.invalid "
                + "sent.closed_port sent.half_open sent.time_wait sent.firewall",
            [
                NotAtSocket, NotInTimeWait, NotInSynReceived, "resets that arrive for no socket are not seen", Concluded,
                NotSentForTimeWait, "resets sent for closed ports and half-open peers are not seen", Arm64,
            ] },
        { "5.17", $"drop_for_reason {Met} {Watched} {Rules}", "", [ChallengeAck, Concluded] },
        { "6.1", $"drop_for_reason {Met} {Watched} {Rules}", "", [ChallengeAck, Concluded] },
        { "6.1, without CAP_SYS_ADMIN", $"drop_for_reason {Met} {Watched}", "sent.firewall",
            [ChallengeAck, Concluded, .. OnlyAdmin] },
        { "6.1, arm64", "drop_for_reason send_reset",
            "received.handshake received.time_wait ignored.time_wait sent.time_wait sent.firewall",
            [ChallengeAck, NotInTimeWait, NotInSynReceived, Concluded, NotSentForTimeWait, Arm64] },
        { "6.1, kernel.ftrace_enabled=0", "drop_for_reason send_reset",
            "received.handshake received.time_wait ignored.time_wait sent.time_wait sent.firewall",
            [
                ChallengeAck, NotInTimeWait, NotInSynReceived, Concluded, NotSentForTimeWait,
                "resets of firewall rules are not seen, since this kernel's functions cannot be watched while kernel.ftrace_enabled is 0",
            ] },
        { "6.1, no rule that rejects", $"drop_for_reason {Met} {Watched}", "sent.firewall",
            [ChallengeAck, Concluded, .. NotLoaded] },
        { "6.1, IPv6 as a module", $"drop_for_reason {Met} {Watched} {Rules}", "", [ChallengeAck, Concluded] },
        { "6.1, IPv6 as a module, without CAP_SYS_ADMIN", $"drop_for_reason {Met} send_reset_v4 send_active_reset",
            "ipv6.sent.closed_port ipv6.sent.half_open ipv6.sent.late_data ipv6.sent.time_wait ipv6.sent.queue_full "
                + "ipv6.sent.invalid sent.firewall",
            [
                ChallengeAck, Concluded,
                "resets sent over IPv6 in answer to a segment are not seen, since only CAP_SYS_ADMIN may look into ipv6",
                .. OnlyAdmin,
            ] },
        { "6.1, IPv6 as a module that is not loaded", $"drop_for_reason {Met} send_reset_v4 send_active_reset {Rules}",
            "ipv6.sent.closed_port ipv6.sent.half_open ipv6.sent.late_data ipv6.sent.time_wait ipv6.sent.queue_full ipv6.sent.invalid",
            [
                ChallengeAck, Concluded,
                "resets sent over IPv6 in answer to a segment are not seen, since ipv6 was not loaded when the plugin started",
            ] },
        { "6.10", $"drop_for_reason {Met} send_for_reason {Rules}", "", [ChallengeAck] },
        { "6.11", $"drop_at_socket send_for_reason {Rules}", "", [] },
        { "6.12", $"drop_at_socket send_for_reason {Rules}", "", [] },
        { "6.18", $"drop_at_socket send_for_reason {Rules}", "", [] },
        { "6.18, without function tracing", "drop_at_socket send_for_reason", "sent.firewall",
            ["resets of firewall rules are not seen, since this kernel's functions cannot be watched"] },
        { "7.3", $"drop_at_socket send_for_reason {Rules}", "", [] },
    };

    private static string Arm64 =>
        "resets of firewall rules are not seen, since this kernel's functions cannot be watched (on arm64, from Linux 6.4 on)";

    private static string[] OnlyAdmin =>
        [.. new[] { "4", "6" }.Select(v => Rejected($"IPv{v}", $"only CAP_SYS_ADMIN may look into nf_reject_ipv{v}"))];
    private static string[] NoTypes =>
        [.. new[] { "4", "6" }.Select(v => Rejected(
            $"IPv{v}", $"nf_reject_ipv{v} has no type information (/sys/kernel/btf/nf_reject_ipv{v})"))];

    private static string[] NotLoaded =>
        [.. new[] { "4", "6" }.Select(v => Rejected($"IPv{v}", $"nf_reject_ipv{v} was not loaded when the plugin started"))];

    [Theory, MemberData(nameof(Plans))]
    public void says_what_is_loaded_what_is_not_known_and_why(string kernel, string programs, string unknown, string[] limits)
    {
        KernelPlan plan = KernelPlan.For(Kernels.All[kernel]);
        plan.Programs.Should().BeEquivalentTo(["receive_reset", .. programs.Split(' ')]);
        Unknown(plan).Should().Be(unknown);
        plan.Limits.Should().Equal(limits);
    }

    [Fact]
    public void is_tried_for_every_kernel_of_the_table() => Plans.Select(row => row.Data.Item1).Should().Equal(Kernels.All.Keys);

    /// <summary>Every way in which the facts can come together, also such as no kernel has.</summary>
    [Fact]
    public void counts_nothing_twice_and_hides_no_limit_whatever_a_kernel_has()
    {
        foreach (KernelFacts facts in Everything())
        {
            KernelPlan plan = KernelPlan.For(facts);
            string because = $"{facts.Arguments("kfree_skb")} {facts.Arguments("tcp_send_reset")} {facts.Watching}: "
                + string.Join(' ', plan.Programs);

            // One program at each tracepoint, and the functions only beside the one that leaves their resets out.
            plan.Programs.Count(program => program.StartsWith("drop_", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(1, because);
            plan.Programs.Intersect(["send_for_reason", "send_reset", "send_active_reset"]).Should().ContainSingle(because);
            if (plan.Programs.Intersect(["send_reset_v4", "send_reset_v6"]).Any() && plan.Programs.Contains("send_for_reason"))
            {
                facts.DropsTellReason.Should().BeFalse(
                    "they then count strays only, which no kernel needs: 6.10 has reasons for drops, too");
            }

            plan.CountsAnswers.Should().Be(plan.Programs.Contains("send_reset"), because);
            plan.Programs.Intersect(["meet_time_wait", "meet_syn_received"]).Any()
                .Should().Be(!facts.DropsTellSocket && facts.Watching == FunctionWatching.Possible, because);

            // What is not known, a row says that could have been taken: one of that family, if it is known of the other.
            PlannedProgram[] missing =
                [.. KernelPlan.Rows.Where(row => row.IsOfUse(facts) && !row.CanRun(facts) && row.Limit(facts) is not null)];
            foreach (Family family in Enum.GetValues<Family>())
            {
                Family other = family == Family.IPv4 ? Family.IPv6 : Family.IPv4;
                IEnumerable<Kind> said = missing.Where(row => row.Families.Contains(family)).SelectMany(row => row.Kinds)
                    .Concat(missing.SelectMany(row => row.Kinds).Where(kind => !plan.Knows(other, kind)));
                Kinds.Where(kind => !plan.Knows(family, kind)).Should().BeSubsetOf(said, because);
            }

            plan.Limits.Should().OnlyHaveUniqueItems(because).And.NotContain(limit => limit.EndsWith('.') || limit.Contains(';'), because);
        }
    }

    [Fact]
    public void names_each_program_that_there_is() =>
        System.Text.RegularExpressions.Regex.Matches(
                File.ReadAllText(Path.Join(Repository.Root, "plugin", "Kernel", "Programs", "tcp_resets.bpf.c")), @"BPF_PROG\((\w+),")
            .Select(match => match.Groups[1].Value).Should().BeEquivalentTo(KernelPlan.Rows.Select(row => row.Name).Distinct());

    private static string Rejected(string family, string reason) => $"resets of {family}'s firewall rules are not seen, since {reason}";

    // As received.time_wait, or ipv6.received.time_wait if it is known of the other family.
    private static string Unknown(KernelPlan plan) => string.Join(' ', Kinds
        .Where(kind => !plan.Knows(Family.IPv6, kind))
        .Select(kind => $"{(plan.Knows(Family.IPv4, kind) ? "ipv6." : "")}{Direction(kind)}.{kind}"));

    private static string Direction(Kind kind) => kind.Total is { } total ? $"{total}" : "ignored";

    private static IEnumerable<KernelFacts> Everything() =>
        from drop in new[] { 1, 2, 3, 4, 5 }
        from sent in new[] { 2, 3, 4 }
        from watching in Enum.GetValues<FunctionWatching>()
        from mayRead in new[] { false, true }
        from v6 in new[] { "kernel", "module", "module without types", "absent" }
        from rules in new[] { "kernel", "module", "module without types", "absent" }
        let modules = new[]
        {
            v6 == "kernel" || v6 == "absent" ? "" : "ipv6",
            rules == "kernel" || rules == "absent" ? "" : "nf_reject_ipv4",
            rules == "module" ? "nf_reject_ipv6" : "",
        }.Where(module => module.Length > 0).ToArray()
        select Kernels.All["6.1"] with
        {
            Tracepoints = new Dictionary<string, int> { ["tcp_receive_reset"] = 1, ["tcp_send_reset"] = sent, ["kfree_skb"] = drop },
            Functions = Kernels.All["6.1"].Functions.Where(function => v6 == "kernel" || function.Key != "tcp_v6_send_reset")
                .Concat(rules == "kernel" ? [new("nf_send_reset", 4), new("nf_send_reset6", 4)] : []).ToDictionary(),
            Modules = modules,
            ModulesWithTypes = modules.Where(module => module == "ipv6" ? v6 == "module" : rules == "module").ToArray(),
            MayReadModules = mayRead,
            Watching = watching,
        };
}
