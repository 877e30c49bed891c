using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Procfs;

/// <summary>The directory of /proc that shows the network namespace to watch.</summary>
internal static class ProcNet
{
    /// <summary>Finds it below where the host's root is mounted, when the plugin runs in a container; else empty.</summary>
    public static string Find(string hostPrefix)
    {
        // Under a prefix, /proc/net is that of the process that looks, hence the container's; the host's is that of its init.
        string ofInit = hostPrefix + "/proc/1/net";
        return hostPrefix.Length > 0 && File.Exists(Path.Join(ofInit, "snmp")) ? ofInit : hostPrefix + "/proc/net";
    }

    /// <summary>Says whether source <c>snmp</c> can work on it.</summary>
    public static SourceFinding Examine(string procNet)
    {
        using ProcFile snmp = new(Path.Join(procNet, "snmp"));
        int errno = snmp.Read(out _);
        return errno == 0
            ? new(SourceKind.Snmp, Works: true, $"counters of {procNet}/snmp and {procNet}/netstat, this network namespace only")
            : new(SourceKind.Snmp, Works: false, $"{snmp.Path}: {Errno.Text(errno)}");
    }
}
