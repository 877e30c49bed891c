namespace TcpResets.Resets;

/// <summary>
/// Commands that tell of, or change, the network namespace that they are run in alone: what is said of another one than this program's is
/// to be run there.
/// </summary>
internal static class NamespaceCommands
{
    /// <summary>What stands before a command that is for another machine.</summary>
    public const string AtPeer = "At the peer: ";

    private static readonly string[] Programs = ["ss ", "sysctl ", "nft ", "iptables-save ", "nstat ", "tcpdump ", "ping ", "tracepath "];

    // net/ipv4/sysctl_net_ipv4.c: of ipv4_table, which the first network namespace alone has.
    private static readonly string[] SettingsOfMachine = ["tcp_max_orphans", "tcp_mem"];

    /// <summary>What to do next, each command between ` such that it runs where the resets are.</summary>
    /// <param name="next">The same, as it is run there.</param>
    /// <param name="networkNamespace">Its number.</param>
    /// <param name="entry">See <see cref="NamespaceFacts.Entry"/>.</param>
    public static string In(string next, uint networkNamespace, string? entry)
    {
        string[] parts = next.Split('`');
        bool isOfIt = false;
        for (int i = 1; i < parts.Length; i += 2)
        {
            if (IsOfNamespace(parts[i]) && !parts[i - 1].EndsWith(AtPeer, StringComparison.Ordinal))
            {
                parts[i] = entry + parts[i];
                isOfIt = true;
            }
        }

        return isOfIt && entry is null
            ? $"{next.TrimEnd('.')}; to be run in the network namespace {Crowd.Whole(networkNamespace)}: `lsns -t net` shows who lives "
                + "there"
            : string.Join('`', parts);
    }

    private static bool IsOfNamespace(string command) =>
        Array.Exists(Programs, program => command.StartsWith(program, StringComparison.Ordinal))
        && !Array.Exists(SettingsOfMachine, setting => command.Contains(setting, StringComparison.Ordinal));
}
