using System.Text.Json;
using System.Text.Unicode;
using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>Reads a history, whoever has written it: all of it, or nothing.</summary>
internal static class HistoryReader
{
    private const long Hour = MinuteRing.Length * MinuteRing.Minute;
    private static readonly JsonReaderOptions Flat = new() { MaxDepth = 8 };

    /// <summary>Puts what was seen in the last hour into a table, whose clock has been set.</summary>
    /// <returns>False if it is no history: then nothing was put.</returns>
    public static bool TryRead(ReadOnlySpan<byte> history, FlowTable table)
    {
        try
        {
            List<Service> services = [];

            // Half of an escaped pair is found when it is read as text: that, too, the first time.
            return Utf8.IsValid(history)
                && TryRead(history, table, services, isTrial: true)
                && TryRead(history, table, services, isTrial: false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads a time of RFC 3339.</summary>
    /// <returns>False if it is none, or of before 1970.</returns>
    public static bool TryTime(ref Utf8JsonReader json, FlowClock clock, out long time)
    {
        time = 0;
        if (json.TokenType != JsonTokenType.String || !json.TryGetDateTimeOffset(out DateTimeOffset at) || at < DateTimeOffset.UnixEpoch)
        {
            return false;
        }

        time = clock.Boottime((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> history, FlowTable table, List<Service> services, bool isTrial)
    {
        Utf8JsonReader json = new(history, Flat);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject
            || !json.Read() || !json.ValueTextEquals("written"u8) || !json.Read() || !TryTime(ref json, table.Clock, out long written)
            || !json.Read() || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("rows"u8)
            || !json.Read() || json.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        written = Math.Min(written, table.Clock.Now); // the clock may have been set back
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            HistoryRow reading = new(table.Clock, written, services);
            if (!reading.TryRead(ref json, out FlowRow row))
            {
                return false;
            }

            if (!isTrial && table.Clock.Now - row.Last < Hour)
            {
                table.Restore(ref row);
            }
        }

        return json.TokenType == JsonTokenType.EndArray && json.Read() && json.TokenType == JsonTokenType.EndObject && !json.Read();
    }
}
