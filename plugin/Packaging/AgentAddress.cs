using System.Globalization;
using System.Net;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>Where people reach an agent's web server, as far as its configuration tells: what the alerts link the guides by.</summary>
internal static class AgentAddress
{
    private const string HostName = "/proc/sys/kernel/hostname";
    private const string ThisMachine = "localhost";
    private const string Scheme = "http://"; // an agent that speaks TLS leads from there to https by itself
    private const string SecureScheme = "https://";
    private const string DefaultPort = "19999";
    private const int Longest = 100; // it is in a line of a message

    // Beside letters and digits. No quotes, blanks, brackets or ampersands, which messengers or the agent take for something else; no $ and
    // backslash, which mean something in health files; no ? and #, behind which no path can be; no @, before which a password may be.
    private const string OfAddresses = "-._~:/%[]!*+,;=";

    /// <summary>The address without a path, as in <c>http://web1:19999</c>.</summary>
    public static string Of(AgentConfiguration configuration) =>
        Of(configuration, FileTree.Read(HostName, out byte[] name) == 0 ? Encoding.ASCII.GetString(name).Trim() : "");

    /// <summary>The same on a machine of this name.</summary>
    public static string Of(AgentConfiguration configuration, string machine)
    {
        string[] places = [.. Places(configuration)];
        string chosen = places.FirstOrDefault(place => !IsLoopback(HostOf(place))) ?? places.FirstOrDefault("*");
        string host = HostOf(chosen);
        string reached = IsEverywhere(host) && IsName(machine) ? machine : IsEverywhere(host) || IsLoopback(host) ? ThisMachine : host;
        string address = $"{Scheme}{reached}:{PortOf(chosen, configuration)}";
        return IsValid(address) ? address : $"{Scheme}{ThisMachine}:{DefaultPort}";
    }

    /// <summary>Where this machine reaches it; null where it has a name there, or listens at no address.</summary>
    public static IPEndPoint? Local(AgentConfiguration configuration)
    {
        string place = Places(configuration).FirstOrDefault(configuration.BindTo.Count == 0 ? "*" : "");
        string host = HostOf(place);
        IPAddress? address = host == "[::]" ? IPAddress.IPv6Loopback // it listens with IPV6_V6ONLY there (create_listen_socket6())
            : host == ThisMachine || (place.Length > 0 && IsEverywhere(host)) ? IPAddress.Loopback
            : IPAddress.TryParse(host, out IPAddress? parsed) ? parsed
            : null;
        return address is null ? null : new IPEndPoint(address, int.Parse(PortOf(place, configuration), CultureInfo.InvariantCulture));
    }

    /// <summary>True if only this machine can open it.</summary>
    public static bool IsOfThisMachineOnly(string address) => address.StartsWith($"{Scheme}{ThisMachine}:", StringComparison.Ordinal);

    /// <summary>True for an address that every messenger makes a link of, and that no agent misreads.</summary>
    public static bool IsValid(string address) => Fault(address) is null;

    /// <summary>What keeps an address from being valid, as in "has no host"; null if nothing does.</summary>
    public static string? Fault(string address)
    {
        string? rest = address.StartsWith(Scheme, StringComparison.Ordinal) ? address[Scheme.Length..]
            : address.StartsWith(SecureScheme, StringComparison.Ordinal) ? address[SecureScheme.Length..]
            : null;
        if (rest is null)
        {
            return $"does not begin with {Scheme} or {SecureScheme}";
        }

        if (address.Length > Longest)
        {
            return $"has more than {Longest} characters";
        }

        if (!address.All(c => char.IsAsciiLetterOrDigit(c) || OfAddresses.Contains(c)))
        {
            return $"has characters other than letters, digits and {OfAddresses}";
        }

        string place = rest.Split('/')[0];
        int end = place.StartsWith('[') ? place.IndexOf(']', StringComparison.Ordinal) + 1 : place.IndexOf(':', StringComparison.Ordinal);
        string host = end < 0 ? place : place[..end];
        string port = place[host.Length..];
        return place is "" or [':', ..] ? "has no host"
            : !IsName(host) && !IsIpv6(host) ? "has no host that is a name, an IPv4 address, or an IPv6 address in brackets"
            : port.Length > 0 && (port[0] != ':' || PortOf(port[1..]) is null) ? "has behind the host what is no port of 1 to 65535"
            : null;
    }

    // bind_to_this() in libnetdata/socket/socket.c: [tcp:]IP[%INTERFACE][:PORT][=ACL|ACL], IPv6 in brackets.
    private static IEnumerable<string> Places(AgentConfiguration configuration) => configuration.BindTo
        .Where(place => !place.StartsWith("unix:", StringComparison.Ordinal)
            && !place.StartsWith("udp:", StringComparison.Ordinal)
            && (!place.Contains('=', StringComparison.Ordinal) || place.Contains("dashboard", StringComparison.Ordinal)))
        .Select(place => place.Split('=')[0])
        .Select(place => place.StartsWith("tcp:", StringComparison.Ordinal) ? place["tcp:".Length..] : place);

    private static string PortOf(string place, AgentConfiguration configuration)
    {
        int colon = place.LastIndexOf(':');
        string? port = colon >= HostOf(place).Length ? place[(colon + 1)..] : null;
        return PortOf(port) ?? PortOf(configuration.DefaultPort) ?? DefaultPort;
    }

    private static bool IsEverywhere(string host) => host is "" or "*" or "any" or "all" or "0.0.0.0" or "[::]";

    private static string HostOf(string place)
    {
        int end = place.StartsWith('[') ? place.IndexOf(']', StringComparison.Ordinal) + 1 : place.AsSpan().IndexOfAny('%', ':');
        return end < 0 ? place : place[..end];
    }

    private static bool IsLoopback(string host) =>
        host is ThisMachine or "[::1]" || host.StartsWith("127.", StringComparison.Ordinal);

    private static bool IsName(string machine) =>
        machine.Length > 0 && machine.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static bool IsIpv6(string host) =>
        host.Length > 2 && host[0] == '[' && host[^1] == ']' && host.Contains(':', StringComparison.Ordinal)
        && host[1..^1].All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');

    private static string? PortOf(string? text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
            ? port.ToString(CultureInfo.InvariantCulture)
            : null;
}
