using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TcpResets.Logging;
using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>
/// One row of a history, read as something that an attacker may have written: nothing is taken that <see cref="FlowJson"/> would not write.
/// </summary>
/// <param name="clock">The time by which rows go.</param>
/// <param name="written">When the history was written, in microseconds since boot; below 0 if before it.</param>
/// <param name="services">Those that were read already.</param>
internal struct HistoryRow(FlowClock clock, long written, List<Service> services)
{
    private const ulong MostResets = 1UL << 48; // a million a second for nine years: so many rows of them still add up
    private const int LongestWord = 64;
    private const int MostServices = 64; // that are looked through
    private const int LongestName = 6 * FlowJson.LongestName; // each character escaped

    private FlowRow row;
    private int direction = -1;
    private int family = -1;
    private uint kinds; // a bit each, since different directions have the same words
    private int role;
    private int serviceKind;
    private string? service;
    private IPAddress? peer;
    private IPAddress? local;
    private bool isExcluded;
    private bool isOthers;
    private uint networkNamespace;
    private uint servicePort;
    private uint localPort;
    private uint peerPort;

    /// <summary>Reads a row whose brace has been read.</summary>
    /// <returns>False if it is no row of a history.</returns>
    public bool TryRead(ref Utf8JsonReader json, out FlowRow read)
    {
        row.First = row.Last = long.MaxValue;
        Span<char> name = stackalloc char[LongestWord];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int length = json.ValueSpan.Length <= LongestWord ? json.CopyString(name) : 0;
            if (!json.Read() || !TryTake(ref json, name[..length]))
            {
                break;
            }
        }

        bool isRow = json.TokenType == JsonTokenType.EndObject && TryFinish();
        read = row;
        return isRow;
    }

    private bool TryTake(ref Utf8JsonReader json, scoped ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case "direction":
                return TryWord(ref json, FlowWords.Directions, out direction);
            case "family":
                return TryWord(ref json, FlowWords.Families, out family);
            case "kind":
                return TryKinds(ref json);
            case "role":
                return TryWord(ref json, FlowWords.Roles, out role);
            case "service_kind":
                return TryWord(ref json, FlowWords.ServiceKinds, out serviceKind);
            case "service":
                return TryServiceName(ref json);
            case "peer":
                return TryAddress(ref json, out peer);
            case "local":
                return TryAddress(ref json, out local);
            case "excluded":
                return isExcluded = json.TokenType == JsonTokenType.True;
            case "others":
                return isOthers = json.TokenType == JsonTokenType.True;
            case "count":
                return json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out row.Count) && row.Count <= MostResets;
            case "service_port":
                return TryNumber(ref json, ushort.MaxValue, out servicePort);
            case "local_port":
                return TryNumber(ref json, ushort.MaxValue, out localPort);
            case "peer_port":
                return TryNumber(ref json, ushort.MaxValue, out peerPort);
            case "network_namespace":
                return TryNumber(ref json, uint.MaxValue, out networkNamespace);
            case "first_seen":
                return HistoryReader.TryTime(ref json, clock, out row.First);
            case "last_seen":
                return HistoryReader.TryTime(ref json, clock, out row.Last);
            case "minutes":
                return TryMinutes(ref json);
            case "idle_ms":
                return TryIdles(ref json);
            case "unacknowledged":
                return TryNumber(ref json, uint.MaxValue, out row.Unacknowledged);
            case "close_wait":
                return TryNumber(ref json, uint.MaxValue, out row.CloseWait);
            case "stages":
                return TryStages(ref json);
            default:
                json.Skip(); // rate, and what later versions may tell
                return true;
        }
    }

    /// <summary>Makes a row of what was read, if it is one.</summary>
    private bool TryFinish()
    {
        if (row.First == long.MaxValue || row.Last == long.MaxValue || row.Count == 0 || family < 0 || !TryKind(out Kind kind)
            || (isOthers ? peer is not null : !Fits(peer) || string.IsNullOrEmpty(service))
            || (local is not null && !Fits(local)))
        {
            return false;
        }

        row.Key = isOthers
            ? FlowTable.KeyOfOthers(kind, (Family)family, isExcluded)
            : new FlowKey(
                kind,
                (Family)family,
                isExcluded,
                ServiceOf(service!, (ServiceKind)serviceKind),
                networkNamespace,
                (Role)role,
                (ushort)servicePort,
                Address.Of(peer!));
        row.IsOthers = isOthers;
        row.Last = Math.Min(row.Last, written);
        row.First = Math.Min(row.First, row.Last);
        row.Local = local is null ? default : Address.Of(local);
        row.LastLocalPort = (ushort)localPort;
        row.LastPeerPort = (ushort)peerPort;
        row.HasSameLocalPort = localPort != 0 && row.Key.Role == Role.Unknown && !isOthers;
        row.HasSamePeerPort = peerPort != 0 && row.Key.Role == Role.Unknown && !isOthers;
        return true;
    }

    private readonly bool TryKind(out Kind kind)
    {
        kind = Kind.Excluded;
        if (direction < 0)
        {
            return (kinds & (1u << kind.Number)) != 0 && isExcluded && isOthers;
        }

        for (byte number = 0; number < Kind.Count; number++)
        {
            kind = new Kind(number);
            if ((kinds & (1u << number)) != 0 && (int)kind.Direction == direction)
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool Fits(IPAddress? address) => address is not null
        && (address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6) == (family == (int)Family.IPv6);

    private bool TryKinds(ref Utf8JsonReader json)
    {
        kinds = 0;
        for (int from = 0; TryWord(ref json, FlowWords.Kinds.AsSpan(from), out int found); from += found + 1)
        {
            kinds |= 1u << (from + found);
        }

        return kinds != 0;
    }

    private bool TryMinutes(ref Utf8JsonReader json)
    {
        bool isArray = json.TokenType == JsonTokenType.StartArray;
        for (int ago = 0; isArray && json.Read() && json.TokenType != JsonTokenType.EndArray; ago++)
        {
            if (ago == MinuteRing.Length || !TryNumber(ref json, uint.MaxValue, out uint resets))
            {
                return false;
            }

            row.Minutes.Add(written - (ago * MinuteRing.Minute), resets);
        }

        return isArray;
    }

    private bool TryIdles(ref Utf8JsonReader json)
    {
        bool isArray = json.TokenType == JsonTokenType.StartArray;
        for (int i = 0; isArray && json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == IdleTimes.Most || !TryNumber(ref json, uint.MaxValue, out uint milliseconds))
            {
                return false;
            }

            row.Idles.Add(milliseconds);
        }

        return isArray;
    }

    private bool TryStages(ref Utf8JsonReader json)
    {
        bool isObject = json.TokenType == JsonTokenType.StartObject;
        while (isObject && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isNoData = json.ValueTextEquals("no_data"u8);
            bool isRequest = json.ValueTextEquals("request"u8);
            bool isExchange = json.ValueTextEquals("exchange"u8);
            if (!json.Read() || !TryNumber(ref json, uint.MaxValue, out uint resets))
            {
                return false;
            }

            row.NoData = isNoData ? resets : row.NoData;
            row.Request = isRequest ? resets : row.Request;
            row.Exchange = isExchange ? resets : row.Exchange;
        }

        return isObject;
    }

    private bool TryServiceName(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.Length > LongestName)
        {
            return false;
        }

        service = null;
        foreach (Service known in services)
        {
            service = json.ValueTextEquals(known.Name) ? known.Name : service;
        }

        if (service is null)
        {
            string text = json.GetString()!;
            service = text.Length <= FlowJson.LongestName ? OneLine.Of(text) : null;
        }

        return service is not null;
    }

    /// <summary>Many rows have the same: one object for them all.</summary>
    private readonly Service ServiceOf(string name, ServiceKind kind)
    {
        foreach (Service known in services)
        {
            if (known.Kind == kind && known.Name == name)
            {
                return known;
            }
        }

        Service made = new(kind, name);
        if (services.Count < MostServices)
        {
            services.Add(made);
        }

        return made;
    }

    private static bool TryWord(ref Utf8JsonReader json, ReadOnlySpan<JsonEncodedText> words, out int found)
    {
        found = FlowWords.Find(ref json, words);
        return found >= 0;
    }

    // No zone: to find the interface of a name, the framework would ask the kernel.
    private static bool TryAddress(ref Utf8JsonReader json, out IPAddress? address)
    {
        address = null;
        return json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= LongestWord && !json.ValueSpan.Contains((byte)'%')
            && IPAddress.TryParse(json.ValueSpan, out address);
    }

    private static bool TryNumber(ref Utf8JsonReader json, uint most, out uint number)
    {
        number = 0;
        return json.TokenType == JsonTokenType.Number && json.TryGetUInt32(out number) && number <= most;
    }
}
