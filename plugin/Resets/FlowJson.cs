using System.Buffers.Text;
using System.Text.Json;

namespace TcpResets.Resets;

/// <summary>
/// A row as one JSON object, the same in the history, in <c>top --json</c> and in <c>diagnose --json</c>: the words of <c>watch --json</c>,
/// and what is told of many. What does not apply is left out.
/// </summary>
internal static class FlowJson
{
    /// <summary>The most characters of a service's name; the rest is cut off.</summary>
    public const int LongestName = 256;

    private const long LatestTime = 253_402_300_799_000_000; // the last second that RFC 3339 can write

    /// <summary>Writes a row; it allocates nothing for one that was written before.</summary>
    public static void Write(Utf8JsonWriter json, Flow flow)
    {
        json.WriteStartObject();
        WriteProperties(json, flow);
        json.WriteEndObject();
    }

    /// <summary>The same for an object that has more to tell.</summary>
    public static void WriteProperties(Utf8JsonWriter json, Flow flow)
    {
        FlowKey key = flow.Key;
        if (key.Kind != Kind.Excluded)
        {
            json.WriteString("direction"u8, FlowWords.Directions[(int)key.Kind.Direction]);
        }

        json.WriteString("family"u8, FlowWords.Families[(int)key.Family]);
        json.WriteString("kind"u8, FlowWords.Kinds[key.Kind.Number]);
        if (key.IsExcluded)
        {
            json.WriteBoolean("excluded"u8, true);
        }

        if (flow.IsOthers)
        {
            json.WriteBoolean("others"u8, true);
        }
        else
        {
            WriteWho(json, flow, key);
        }

        json.WriteNumber("count"u8, flow.Count);
        json.WritePropertyName("rate"u8);
        WriteTenths(json, (ulong)Math.Round(flow.RecentRate * 10));
        json.WriteString("first_seen"u8, Time(flow.First));
        json.WriteString("last_seen"u8, Time(flow.Last));
        WriteMinutes(json, flow);
        WriteConnections(json, flow);
    }

    /// <summary>A time of RFC 3339, as the writer writes it, of microseconds since 1970.</summary>
    public static DateTime Time(long microseconds) =>
        DateTime.UnixEpoch.AddTicks(Math.Clamp(microseconds, 0, LatestTime) * TimeSpan.TicksPerMicrosecond);

    /// <summary>Writes an address.</summary>
    public static void WriteValue(Utf8JsonWriter json, in Address address)
    {
        Span<byte> text = stackalloc byte[Address.LongestText];
        json.WriteStringValue(text[..address.Format(text)]);
    }

    private static void WriteWho(Utf8JsonWriter json, Flow flow, in FlowKey key)
    {
        if (key.Role != Role.Unknown)
        {
            json.WriteString("role"u8, FlowWords.Roles[(int)key.Role]);
        }

        json.WritePropertyName("peer"u8);
        WriteValue(json, key.Peer);
        if (flow.Local != default)
        {
            json.WritePropertyName("local"u8);
            WriteValue(json, flow.Local); // of the last one
        }

        WriteUnless0(json, "service_port"u8, key.ServicePort);
        WriteUnless0(json, "local_port"u8, flow.SameLocalPort);
        WriteUnless0(json, "peer_port"u8, flow.SamePeerPort);
        string name = key.Service.Name;
        json.WriteString("service"u8, name.AsSpan(0, Math.Min(name.Length, LongestName)));
        json.WriteString("service_kind"u8, FlowWords.ServiceKinds[(int)key.Service.Kind]);
        WriteUnless0(json, "network_namespace"u8, key.NetworkNamespace);
    }

    // The framework's own way to write a double is 20 kB of code.
    private static void WriteTenths(Utf8JsonWriter json, ulong tenths)
    {
        Span<byte> text = stackalloc byte[24];
        _ = Utf8Formatter.TryFormat(tenths / 10, text, out int length);
        if (tenths % 10 != 0)
        {
            text[length++] = (byte)'.';
            text[length++] = (byte)('0' + (tenths % 10));
        }

        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static void WriteUnless0(Utf8JsonWriter json, ReadOnlySpan<byte> name, uint number)
    {
        if (number != 0)
        {
            json.WriteNumber(name, number);
        }
    }

    /// <summary>From the current minute back, until there was nothing before.</summary>
    private static void WriteMinutes(Utf8JsonWriter json, Flow flow)
    {
        int length = MinuteRing.Length;
        while (length > 0 && flow.MinuteAt(length - 1) == 0)
        {
            length--;
        }

        json.WriteStartArray("minutes"u8);
        for (int ago = 0; ago < length; ago++)
        {
            json.WriteNumberValue(flow.MinuteAt(ago));
        }

        json.WriteEndArray();
    }

    private static void WriteConnections(Utf8JsonWriter json, Flow flow)
    {
        if (flow.NoData + flow.Request + flow.Exchange > 0)
        {
            json.WriteStartObject("stages"u8);
            json.WriteNumber("no_data"u8, flow.NoData);
            json.WriteNumber("request"u8, flow.Request);
            json.WriteNumber("exchange"u8, flow.Exchange);
            json.WriteEndObject();
            WriteUnless0(json, "unacknowledged"u8, (uint)flow.Unacknowledged);
            WriteUnless0(json, "close_wait"u8, (uint)flow.CloseWait);
        }

        if (flow.Idles.Length > 0)
        {
            json.WriteStartArray("idle_ms"u8);
            foreach (uint idle in flow.Idles)
            {
                json.WriteNumberValue(idle);
            }

            json.WriteEndArray();
        }
    }
}
