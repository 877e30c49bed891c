using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>Which of the programs a kernel can take, and what they then know: decided by what the kernel has, never by its version.</summary>
internal sealed class KernelPlan
{
    private readonly bool[] known = new bool[Kinds.All];
    private readonly List<string> programs = ["receive_reset"];
    private readonly List<string> limits = [];

    private KernelPlan()
    {
        Tell(Received.Refused, Received.Established, Received.Closing);
    }

    /// <summary>The programs to load, by name.</summary>
    public IReadOnlyList<string> Programs => programs;

    /// <summary>What cannot be told apart or is not seen on this kernel, each in words that can follow each other in one sentence.</summary>
    public IReadOnlyList<string> Limits => limits;

    /// <summary>Whether it needs that functions can be watched (fentry), which some kernels cannot.</summary>
    public bool UsesFunctions { get; private init; }

    /// <summary>Whether one of the programs casts pointers, for which the kernel must have <c>bpf_rdonly_cast()</c>.</summary>
    public bool UsesCasts { get; private set; }

    /// <summary>Whether it needs to look into the types of modules, which takes CAP_SYS_ADMIN (<c>bpf_btf_get_fd_by_id()</c>).</summary>
    public bool UsesModules { get; private set; }

    /// <summary>Whether resets for no socket are seen only where an answer would be sent.</summary>
    public bool CountsStrays { get; private set; }

    /// <summary>Whether resets sent for no socket are seen only where the segment that they answer is dropped.</summary>
    public bool CountsAnswers { get; private set; }

    /// <summary>The number of the counter EmbryonicRsts, where only that tells whether a reset has ended a request socket; else 0.</summary>
    public int EmbryonicResets { get; private init; }

    /// <summary>Whether a kind is known: a number of <see cref="Kinds"/>.</summary>
    public bool Knows(Family family, int kind) => known[Index(family, kind)];

    /// <summary>Makes the plan.</summary>
    /// <param name="types">What the kernel has.</param>
    /// <param name="usesFunctions">Whether functions may be watched.</param>
    /// <param name="readsModules">Whether the types of modules may be looked into.</param>
    public static KernelPlan Make(KernelBtf types, bool usesFunctions, bool readsModules)
    {
        KernelPlan plan = new()
        {
            UsesFunctions = usesFunctions,
            EmbryonicResets = types.TracepointArguments("kfree_skb") >= 4 ? types.Constant("LINUX_MIB_NUM", "LINUX_MIB_EMBRYONICRSTS") : 0,
        };
        plan.PlanDrops(types.TracepointArguments("kfree_skb"), types);
        plan.PlanSent(types.TracepointArguments("tcp_send_reset"), types, readsModules);
        plan.PlanRejects(types, readsModules);
        return plan;
    }

    private void PlanDrops(int arguments, KernelBtf types)
    {
        if (arguments >= 4)
        {
            programs.Add("drop_at_socket");
            UsesCasts = true;
            Tell(Received.Handshake, Received.TimeWait);
            Tell(Ignored.Stray, Ignored.TimeWait, Ignored.OutOfWindow, Ignored.Invalid);
            return;
        }

        if (arguments == 3)
        {
            programs.Add("drop_for_reason");
            Tell(Ignored.Stray, Ignored.OutOfWindow, Ignored.Invalid);
            limits.Add("a reset that is answered by a challenge ACK counts as stray");
        }
        else if (UsesFunctions)
        {
            CountsStrays = true;
            Tell(Ignored.Stray);
            limits.Add("resets dropped at a socket are not seen");
        }

        if (UsesFunctions && types.FunctionArguments("tcp_timewait_state_process") > 0 && types.FunctionArguments("tcp_check_req") == 5)
        {
            programs.AddRange(["meet_time_wait", "meet_syn_received"]);
            Tell(Received.Handshake, Received.TimeWait);
            Tell(Ignored.TimeWait, Ignored.OutOfWindow);
        }
        else
        {
            limits.Add("resets in SYN-RECEIVED and TIME-WAIT are not seen");
        }
    }

    private void PlanSent(int arguments, KernelBtf types, bool readsModules)
    {
        Tell(SentCause.Aborted, SentCause.UnreadData, SentCause.QueueFull, SentCause.NoMemory, SentCause.Timeout, SentCause.Invalid, SentCause.Other);
        if (arguments >= 3)
        {
            programs.Add("send_for_reason");
            UsesCasts = true;
            Tell(SentCause.ClosedPort, SentCause.HalfOpen, SentCause.TimeWait);
            return;
        }

        limits.Add("why a reset is sent, the kernel does not say, and is concluded from the state and the segment");
        if (UsesFunctions && types.FunctionArguments("tcp_v4_send_reset") > 0)
        {
            programs.AddRange(["send_active_reset", "send_reset_v4"]);
            Tell(SentCause.ClosedPort, SentCause.HalfOpen, SentCause.TimeWait);
            bool isInModule = types.FunctionArguments("tcp_v6_send_reset") < 0 && IsLoaded("ipv6");
            if (isInModule && !readsModules)
            {
                limits.Add("resets sent over IPv6 in answer to a segment are not seen, since only CAP_SYS_ADMIN may look into its module");
                Forget(Family.IPv6, SentCause.ClosedPort, SentCause.HalfOpen, SentCause.TimeWait, SentCause.QueueFull, SentCause.Invalid);
            }
            else if (isInModule || types.FunctionArguments("tcp_v6_send_reset") > 0)
            {
                programs.Add("send_reset_v6");
                UsesModules |= isInModule;
            }
        }
        else
        {
            programs.Add("send_reset");
            CountsAnswers = programs.Contains("drop_for_reason");
            if (CountsAnswers)
            {
                Tell(SentCause.ClosedPort, SentCause.HalfOpen);
            }

            limits.Add($"resets sent for {(CountsAnswers ? "" : "closed ports, half-open peers and ")}TIME-WAIT are not seen");
        }
    }

    private void PlanRejects(KernelBtf types, bool readsModules)
    {
        PlanReject(types, readsModules, Family.IPv4, "nf_reject_ipv4", ("nf_send_reset", "reject_v4"), ("nf_reject_skb_v4_tcp_reset", "reject_below_v4"));
        PlanReject(types, readsModules, Family.IPv6, "nf_reject_ipv6", ("nf_send_reset6", "reject_v6"), ("nf_reject_skb_v6_tcp_reset", "reject_below_v6"));
        if (!UsesFunctions)
        {
            limits.Add("resets of firewall rules are not seen, since this kernel's functions cannot be watched");
        }
    }

    // What is not loaded now cannot be watched later, without privileges.
    private void PlanReject(
        KernelBtf types, bool readsModules, Family family, string module, (string Function, string Program) here, (string Function, string Program) below)
    {
        int arguments = types.FunctionArguments(here.Function);
        bool isInModule = arguments < 0 && IsLoaded(module);
        if (UsesFunctions && (arguments == 4 || (isInModule && readsModules)))
        {
            programs.Add(here.Program);
            if (isInModule || types.FunctionArguments(below.Function) == 4) // a module that has types has it: both came with 5.11
            {
                programs.Add(below.Program);
            }

            UsesModules |= isInModule;
            known[Index(family, Kinds.Of(SentCause.Firewall))] = true;
        }
        else if (UsesFunctions)
        {
            string reason = isInModule ? $"only CAP_SYS_ADMIN may look into {module}"
                : Directory.Exists($"/sys/module/{module}") ? $"{module} has no type information (/sys/kernel/btf/{module})"
                : $"{module} was not loaded when the plugin started";
            limits.Add($"resets of {family}'s firewall rules are not seen, since {reason}");
        }
    }

    // A function can be in the kernel itself or in a module, of which types are there since 5.11: libbpf finds it in both.
    private static bool IsLoaded(string module) => File.Exists($"/sys/kernel/btf/{module}");

    private static int Index(Family family, int kind) => family == Family.IPv6 ? Kinds.IPv6 + kind : kind;

    private void Forget(Family family, params ReadOnlySpan<SentCause> kinds)
    {
        foreach (SentCause kind in kinds)
        {
            known[Index(family, Kinds.Of(kind))] = false;
        }
    }

    private void Tell(int kind)
    {
        known[Index(Family.IPv4, kind)] = true;
        known[Index(Family.IPv6, kind)] = true;
    }

    private void Tell(params ReadOnlySpan<Received> kinds)
    {
        foreach (Received kind in kinds)
        {
            Tell(Kinds.Of(kind));
        }
    }

    private void Tell(params ReadOnlySpan<Ignored> kinds)
    {
        foreach (Ignored kind in kinds)
        {
            Tell(Kinds.Of(kind));
        }
    }

    private void Tell(params ReadOnlySpan<SentCause> kinds)
    {
        foreach (SentCause kind in kinds)
        {
            Tell(Kinds.Of(kind));
        }
    }
}
