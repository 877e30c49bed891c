using System.Text.Json;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>A diagnosis for programs: one document, in the words of <c>watch --json</c>. What does not apply has no key.</summary>
internal static class DiagnosisJson
{
    private const int Most = 50;

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="causes">The heaviest first.</param>
    /// <param name="time">Microseconds since 1970.</param>
    /// <param name="seconds">For how long it was watched.</param>
    /// <param name="hasHistory">Whether the last hour was known.</param>
    /// <param name="command">How this program was called.</param>
    public static void Write(
        OutputBuffer output, IReadOnlyList<Cause> causes, long time, double seconds, bool hasHistory, string command)
    {
        using Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true });
        double all = 0;
        foreach (Cause cause in causes)
        {
            all += cause.Score;
        }

        json.WriteStartObject();
        json.WriteString("time"u8, FlowJson.Time(time));
        json.WriteNumber("watched_seconds"u8, Math.Round(seconds, 1));
        json.WriteBoolean("history"u8, hasHistory);
        json.WriteBoolean("unusual"u8, causes.Count > 0 && causes[0].IsUnusual);
        json.WriteStartArray("causes"u8);
        for (int i = 0; i < Math.Min(causes.Count, Most); i++)
        {
            Write(json, causes[i], all, command);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.Write((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, Cause cause, double all, string command)
    {
        Crowd crowd = cause.Crowd;
        json.WriteStartObject();
        json.WriteString("cause"u8, cause.Rule.Word);
        json.WriteNumber("weight"u8, all > 0 ? Math.Round(cause.Score / all, 3) : 0);
        json.WriteBoolean("unusual"u8, cause.IsUnusual);
        json.WriteString("direction"u8, FlowWords.Directions[(int)crowd.Kind.Direction]);
        json.WriteString("kind"u8, FlowWords.Kinds[crowd.Kind.Number]);
        if (crowd.Role != Role.Unknown)
        {
            json.WriteString("role"u8, FlowWords.Roles[(int)crowd.Role]);
        }

        if (!crowd.IsUnnamed)
        {
            WriteWho(json, crowd);
        }

        json.WriteNumber("count"u8, Math.Round(crowd.Count));
        json.WriteNumber("rate"u8, Math.Round(crowd.Rate, 1));
        json.WriteNumber("share"u8, Math.Round(crowd.Share, 3));
        json.WriteNumber("normal_per_minute"u8, Math.Round(crowd.Normal, 1));
        json.WriteString("first_seen"u8, FlowJson.Time(crowd.First));
        json.WriteString("last_seen"u8, FlowJson.Time(crowd.Last));
        if (crowd.Staged > 0)
        {
            json.WriteStartObject("stages"u8);
            json.WriteNumber("no_data"u8, crowd.NoData);
            json.WriteNumber("request"u8, crowd.Request);
            json.WriteNumber("exchange"u8, crowd.Exchange);
            json.WriteEndObject();
            json.WriteNumber("unacknowledged"u8, crowd.Unacknowledged);
        }

        if (crowd.IdleLimit is { } limit)
        {
            json.WriteNumber("idle_limit_ms"u8, limit.Milliseconds);
        }

        json.WriteString("what"u8, Plain(CauseLines.What(cause)));
        json.WriteString("evidence"u8, Plain(CauseLines.Evidence(cause)));
        json.WriteString("next"u8, Plain(CauseLines.Next(cause, command)));
        json.WriteString("guide"u8, cause.Guide);
        json.WriteEndObject();
    }

    // The marks of commands are for who breaks lines.
    private static string Plain(string line) => line.Replace("`", "", StringComparison.Ordinal);

    private static void WriteWho(Utf8JsonWriter json, Crowd crowd)
    {
        string name = crowd.Service.Name;
        json.WriteString("service"u8, name.AsSpan(0, Math.Min(name.Length, FlowJson.LongestName)));
        json.WriteString("service_kind"u8, FlowWords.ServiceKinds[(int)crowd.Service.Kind]);
        json.WriteNumber("services"u8, crowd.Services);
        if (crowd.NetworkNamespace != 0)
        {
            json.WriteNumber("network_namespace"u8, crowd.NetworkNamespace);
        }

        if (crowd.Peers > 0)
        {
            json.WriteString("peer"u8, crowd.Peer.ToString());
            json.WriteNumber("peers"u8, crowd.Peers);
        }

        if (crowd.Port != 0)
        {
            bool isKnown = crowd.Role != Role.Unknown;
            json.WriteNumber(isKnown ? "service_port"u8 : crowd.IsPortHere ? "local_port"u8 : "peer_port"u8, crowd.Port);
        }

        json.WriteNumber("ports"u8, crowd.Ports);
    }
}
