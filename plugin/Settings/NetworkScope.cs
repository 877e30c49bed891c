namespace TcpResets.Settings;

/// <summary>The values of <c>--network-namespaces</c> and of the key <c>network namespaces</c>: whose resets the source <c>kernel</c> counts.</summary>
internal enum NetworkScope
{
    /// <summary>Those of the whole host, containers included.</summary>
    All,

    /// <summary>Those of the network namespace that the plugin runs in, as the source <c>snmp</c> does.</summary>
    Own,
}
