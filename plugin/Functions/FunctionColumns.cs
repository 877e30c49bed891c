using System.Text.Json;
using TcpResets.Resets;

namespace TcpResets.Functions;

/// <summary>All columns of the answer, as data.</summary>
internal static class FunctionColumns
{
    /// <summary>What the table is sorted by at first, the greatest on top.</summary>
    public const string Default = "Rate";

    // As of the alert: from this rate on it is raised, and down to that one held.
    private const double Raised = 50;
    private const double Held = 5;

    private const int LongestName = 256; // as no line of the answer may be longer than the agent reads

    /// <summary>What the dashboard can group rows by.</summary>
    public static string[] Groups { get; } = ["Service", "Peer", "Kind"];

    /// <summary>What the dashboard can draw: a bar each, of the sum of a column over one of the groups.</summary>
    public static string[] Charts { get; } = ["Rate", "LastHour"];

    public static FunctionColumn[] All { get; } =
    [
        Number("Row", "Row", (json, in row) => json.WriteNumberValue(row.Number)) with
        {
            IsUniqueKey = true, IsVisible = false, Filter = "none", Sort = "ascending",
        },
        Text("Service", "Service", (json, in row) => WriteName(json, row.Flow.Key.Service.Name)) with { IsSticky = true, IsWide = true },
        Text("ServiceKind", "Kind of service",
            (json, in row) => json.WriteStringValue(FlowWords.ServiceKinds[(int)row.Flow.Key.Service.Kind])) with
        {
            IsVisible = false,
        },
        Text("Direction", "Direction", (json, in row) => json.WriteStringValue(DirectionOf(row.Flow.Key.Kind))) with
        {
            Visualization = "pill",
        },
        Text("Kind", "Kind", (json, in row) => json.WriteStringValue(FlowWords.Kinds[row.Flow.Key.Kind.Number])),
        Text("Role", "Role", (json, in row) => json.WriteStringValue(FlowWords.Roles[(int)row.Flow.Key.Role])),
        Text("Peer", "Peer", WritePeer) with { IsWide = true },
        new("Port", "Service port", "integer", WritePort),
        Number("Rate", "Rate, 10 s", (json, in row) => WriteRate(json, row.Flow.RecentRate), "resets/s") with
        {
            Type = "bar-with-integer", Visualization = "bar", DecimalPoints = 2,
        },
        Number("MinuteRate", "Rate, 1 min", (json, in row) => WriteRate(json, row.Flow.MinuteRate), "resets/s") with { DecimalPoints = 2 },
        Number("LastHour", "Last hour", (json, in row) => json.WriteNumberValue(OfLastHour(row.Flow)), "resets"),
        Number("Resets", "Resets", (json, in row) => json.WriteNumberValue(row.Flow.Count), "resets"),
        Time("FirstSeen", "First seen", (json, in row) => json.WriteNumberValue(row.Flow.First / 1000), "min"),
        Time("LastSeen", "Last seen", (json, in row) => json.WriteNumberValue(row.Flow.Last / 1000), "max"),
        Number("Idle", "Idle before, median", WriteIdle, "ms") with { Summary = "median" },
        Number("NoData", "Without data", (json, in row) => json.WriteNumberValue(row.Flow.NoData), "resets") with { IsVisible = false },
        Number("Request", "After data one way", (json, in row) => json.WriteNumberValue(row.Flow.Request), "resets") with
        {
            IsVisible = false,
        },
        Number("Exchange", "After data both ways", (json, in row) => json.WriteNumberValue(row.Flow.Exchange), "resets") with
        {
            IsVisible = false,
        },
        Text("Family", "Family", (json, in row) => json.WriteStringValue(FlowWords.Families[(int)row.Flow.Key.Family])) with
        {
            IsVisible = false,
        },
        Text("Local", "Local address", WriteLocal) with { IsVisible = false },
        Text("Reason", "Kernel's reason", WriteReason) with { IsVisible = false },
        Number("NetworkNamespace", "Network namespace", (json, in row) => json.WriteNumberValue(row.Flow.Key.NetworkNamespace)) with
        {
            IsVisible = false, Filter = "multiselect", Summary = "count", Sort = "ascending",
        },
        new("Excluded", "Excluded", "boolean", (json, in row) => json.WriteBooleanValue(row.Flow.Key.IsExcluded)) { IsVisible = false },
        new("rowOptions", "rowOptions", "none", WriteRowOptions)
        {
            Visualization = "rowOptions", Filter = "none", IsVisible = false, IsOfTheRow = true,
        },
    ];

    private static FunctionColumn Text(string id, string name, FunctionCell write) => new(id, name, "string", write);

    private static FunctionColumn Number(string id, string name, FunctionCell write, string? units = null) =>
        new(id, name, "integer", write)
        {
            Units = units,
            Transform = "number",
            Summary = "sum",
            Filter = "range",
            Sort = "descending",
        };

    private static FunctionColumn Time(string id, string name, FunctionCell write, string summary) => new(id, name, "timestamp", write)
    {
        Transform = "datetime",
        Summary = summary,
        Filter = "range",
        Sort = "descending",
    };

    // Of excluded ones that came without an event it is not known.
    private static JsonEncodedText DirectionOf(Kind kind) =>
        kind == Kind.Excluded ? FlowWords.Kinds[kind.Number] : FlowWords.Directions[(int)kind.Direction];

    private static void WriteName(Utf8JsonWriter json, string name) =>
        json.WriteStringValue(name.AsSpan(0, Math.Min(name.Length, LongestName)));

    private static void WriteRate(Utf8JsonWriter json, double rate) => json.WriteNumberValue(Math.Round(rate, 3));

    private static void WritePeer(Utf8JsonWriter json, in FunctionRow row)
    {
        if (row.Flow.IsOthers)
        {
            json.WriteStringValue("others"u8);
        }
        else
        {
            FlowJson.WriteValue(json, row.Flow.Key.Peer);
        }
    }

    private static void WritePort(Utf8JsonWriter json, in FunctionRow row)
    {
        if (row.Flow.Key.ServicePort == 0)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(row.Flow.Key.ServicePort);
        }
    }

    private static void WriteLocal(Utf8JsonWriter json, in FunctionRow row)
    {
        if (row.Flow.Local == default)
        {
            json.WriteNullValue();
        }
        else
        {
            FlowJson.WriteValue(json, row.Flow.Local);
        }
    }

    private static void WriteReason(Utf8JsonWriter json, in FunctionRow row)
    {
        ResetEvent last = new(row.Flow.Key.Family) { KindNumber = row.Flow.Key.Kind.Number, Reason = row.Flow.LastReason };
        WriteName(json, row.Flow.LastReason == 0 ? "" : row.Source.ReasonOf(last));
    }

    private static ulong OfLastHour(Flow flow)
    {
        ulong resets = 0;
        for (int minute = 0; minute < MinuteRing.Length; minute++)
        {
            resets += flow.MinuteAt(minute);
        }

        return resets;
    }

    private static void WriteIdle(Utf8JsonWriter json, in FunctionRow row)
    {
        ReadOnlySpan<uint> idles = row.Flow.Idles;
        foreach (uint median in idles)
        {
            int less = 0;
            int same = 0;
            foreach (uint other in idles)
            {
                less += other < median ? 1 : 0;
                same += other == median ? 1 : 0;
            }

            if (less <= idles.Length / 2 && less + same > idles.Length / 2)
            {
                json.WriteNumberValue(median);
                return;
            }
        }

        json.WriteNullValue();
    }

    // Of resets that ended nothing, or are intentional, nobody has to be warned.
    private static void WriteRowOptions(Utf8JsonWriter json, in FunctionRow row)
    {
        bool isMeant = row.Flow.Key.IsExcluded || row.Flow.Key.Kind.Direction == Direction.Ignored;
        double rate = isMeant ? 0 : row.Flow.RecentRate;
        json.WriteStartObject();
        json.WriteStartObject("rowOptions"u8);
        json.WriteString("severity"u8, rate >= Raised ? "error"u8 : rate >= Held ? "warning"u8 : "normal"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
