namespace TcpResets.Settings;

/// <summary>The values of <c>--source</c> and of the key <c>source</c>.</summary>
internal enum SourceChoice
{
    /// <summary>The best one that works here.</summary>
    Auto,

    /// <summary>The kernel's events or nothing.</summary>
    Kernel,

    /// <summary>The counters of /proc/net.</summary>
    Snmp,
}
