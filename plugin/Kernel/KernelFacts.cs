using System.Runtime.InteropServices;

namespace TcpResets.Kernel;

/// <summary>What a kernel has, as far as the source rests on it: values only, which <see cref="KernelFactsReader"/> reads.</summary>
internal sealed record KernelFacts
{
    public Architecture Architecture { get; init; } = Architecture.X64;

    /// <summary>How many arguments each of its tracepoints hands on, by name.</summary>
    public required IReadOnlyDictionary<string, int> Tracepoints { get; init; }

    /// <summary>How many arguments each function has, by name; -1, or nothing, for one that is not in the kernel itself.</summary>
    public required IReadOnlyDictionary<string, int> Functions { get; init; }

    /// <summary>Those that are loaded.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Those of them that have type information, as modules have since 5.11.</summary>
    public IReadOnlyList<string> ModulesWithTypes { get; init; } = [];

    /// <summary>Whether it may look into the types of modules, which takes CAP_SYS_ADMIN (<c>bpf_btf_get_fd_by_id()</c>).</summary>
    public bool MayReadModules { get; init; }

    public FunctionWatching Watching { get; init; }

    /// <summary>The numbers of <c>enum sk_rst_reason</c> by name; empty before 6.10.</summary>
    public IReadOnlyDictionary<string, int> SentReasons { get; init; } = new Dictionary<string, int>();

    /// <summary>The numbers of <c>enum skb_drop_reason</c> by name; empty before 5.17.</summary>
    public IReadOnlyDictionary<string, int> DropReasons { get; init; } = new Dictionary<string, int>();

    /// <summary>The number of the counter EmbryonicRsts; 0 if there is none.</summary>
    public int EmbryonicRsts { get; init; }

    /// <summary>Whether the memory of programs counts as locked memory (<c>bpf_charge_memlock()</c>, before 5.11).</summary>
    public bool CountsLockedMemory { get; init; }

    /// <summary>Whether a drop tells its reason, since 5.17.</summary>
    public bool DropsTellReason => Arguments("kfree_skb") >= 3;

    /// <summary>Whether a drop tells the socket, since 6.11.</summary>
    public bool DropsTellSocket => Arguments("kfree_skb") >= 4;

    /// <summary>Whether a sent reset tells its reason, since 6.10.</summary>
    public bool SentTellReason => Arguments("tcp_send_reset") >= 3;

    /// <summary>How many arguments a tracepoint hands on; 0 if there is no such tracepoint.</summary>
    public int Arguments(string tracepoint) => Tracepoints.GetValueOrDefault(tracepoint);

    public bool CanWatch(KernelFunction function) => Watching == FunctionWatching.Possible
        && (IsInModule(function)
            ? MayReadModules && ModulesWithTypes.Contains(function.Module)
            : function.Arguments is null || function.Arguments == Functions[function.Name]);

    /// <summary>Whether a function, if it is there, is a module's.</summary>
    public bool IsInModule(KernelFunction function) => CollectionExtensions.GetValueOrDefault(Functions, function.Name, -1) < 0;

    /// <summary>Why a function cannot be watched, in words that can follow "since".</summary>
    public string WhyNotWatched(KernelFunction function) => this switch
    {
        { Watching: FunctionWatching.SwitchedOff } => "this kernel's functions cannot be watched while kernel.ftrace_enabled is 0",
        { Watching: FunctionWatching.Impossible, Architecture: Architecture.Arm64 } =>
            "this kernel's functions cannot be watched (on arm64, from Linux 6.4 on)",
        { Watching: FunctionWatching.Impossible } => "this kernel's functions cannot be watched",
        _ when !IsInModule(function) => $"{function.Name}() is another one in this kernel",
        _ when ModulesWithTypes.Contains(function.Module) => $"only CAP_SYS_ADMIN may look into {function.Module}",
        _ when Modules.Contains(function.Module) => $"{function.Module} has no type information (/sys/kernel/btf/{function.Module})",
        _ => $"{function.Module} was not loaded when the plugin started", // and cannot be watched later, without privileges
    };
}
