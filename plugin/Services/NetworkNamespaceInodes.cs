using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>The numbers of network namespaces that stand out.</summary>
internal static class NetworkNamespaceInodes
{
    /// <summary>
    /// The number of the host's first one on Linux 6.18 and later: NET_NS_INIT_INO of include/uapi/linux/nsfs.h. Below the numbers that
    /// are given out (PROC_DYNAMIC_FIRST, 0xF0000000), so that before 6.18 nobody has it.
    /// </summary>
    public const uint First = 0xEFFFFFF9;

    /// <summary>
    /// The number of the one that the host's init lives in; 0 if that cannot be told. Its link can be read by root alone. But its files in
    /// /proc/1/net can be looked at by all, and are the very files of /proc/self/net where the plugin lives in the same one, as it
    /// mostly does: each namespace has its own, with numbers of their own (proc_net_ns_init() of fs/proc/proc_net.c). In a container
    /// without a prefix, init is the container's: to its agent, that is the host.
    /// </summary>
    public static uint OfInit(string hostPrefix)
    {
        FileStatus init = FileStatus.OfTarget(hostPrefix + "/proc/1/ns/net");
        if (init.Exists)
        {
            return (uint)init.Inode;
        }

        FileStatus ofInit = FileStatus.OfTarget(hostPrefix + "/proc/1/net/snmp");
        FileStatus own = FileStatus.OfTarget("/proc/self/net/snmp");
        return ofInit.Exists && own.Exists && ofInit.Inode == own.Inode ? (uint)FileStatus.OfTarget("/proc/self/ns/net").Inode : 0;
    }
}
