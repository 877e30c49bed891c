using System.Globalization;

namespace TcpResets.Settings;

/// <summary>An agent's version, as far as it matters.</summary>
internal readonly record struct AgentVersion(int Major, int Minor)
{
    /// <summary>True if alerts can have a <c>summary:</c> (HEALTH_SUMMARY_KEY, since 1.43): older agents log an unknown key.</summary>
    public bool KnowsSummary => (Major, Minor).CompareTo((1, 43)) >= 0;

    /// <summary>
    /// True if its own TCP charts are in the section <c>ip</c>, but for those of sockets, of which IPv6's are in the family <c>tcp6</c>
    /// (since 1.43, proc_net_netstat.c and proc_net_sockstat6.c).
    /// </summary>
    public bool HasSectionOfBothFamilies => (Major, Minor).CompareTo((1, 43)) >= 0;

    /// <summary>Reads what <c>netdata -v</c> prints, as in <c>netdata v1.44.3-12-gabcdef0</c>, or NETDATA_VERSION says.</summary>
    public static bool TryParse(string? text, out AgentVersion version)
    {
        version = default;
        string[] numbers = (text ?? "").Trim().Split(' ')[^1].TrimStart('v').Split('.', '-');
        if (numbers.Length < 2
            || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor))
        {
            return false;
        }

        version = new AgentVersion(major, minor);
        return true;
    }
}
