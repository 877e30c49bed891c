namespace TcpResets.Settings;

/// <summary>Whose resets the source <c>kernel</c> counts: <c>--network-namespaces</c>, and the key <c>network namespaces</c>.</summary>
internal enum NetworkScope
{
    /// <summary>Those of the whole host, containers included.</summary>
    All,

    /// <summary>Those of the network namespace that the plugin runs in, as the source <c>snmp</c> does.</summary>
    Own,
}
