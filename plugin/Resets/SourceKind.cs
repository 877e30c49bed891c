namespace TcpResets.Resets;

/// <summary>Where numbers can come from.</summary>
internal enum SourceKind
{
    /// <summary>The counters of /proc/net: an estimate, for the network namespace the plugin runs in.</summary>
    Snmp,

    /// <summary>The kernel's own events: exact, for every network namespace.</summary>
    Kernel,
}
