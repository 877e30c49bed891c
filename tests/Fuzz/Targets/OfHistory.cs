using System.Buffers;
using System.Text.Json;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Tests.Resets;

namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>The file of the last hour, in a directory that others may write to.</summary>
internal static class OfHistory
{
    public static IEnumerable<Target> All =>
    [
        new("history", History, "{\"written\":\"2026-09-21T14:13:20Z\",\"rows\":[{", "}]}", "},{", "\"family\":\"ipv4\"",
            "\"family\":\"ipv6\"",
            "\"direction\":\"received\"", "\"direction\":\"sent\"", "\"kind\":\"established\"", "\"kind\":\"excluded\"",
            "\"excluded\":true",
            "\"others\":true", "\"peer\":\"192.0.2.1\"", "\"peer\":\"2001:db8::1\"", "\"local\":\"192.0.2.2\"", "\"service\":\"x\"", ",",
            "\"service_kind\":\"unit\"", "\"role\":\"server\"", "\"service_port\":80", "\"local_port\":1", "\"peer_port\":2",
            "\"network_namespace\":4026531840", "\"count\":1", "\"count\":281474976710656", "\"first_seen\":\"2026-09-21T14:00:00Z\"",
            "\"last_seen\":\"2026-09-21T14:13:20Z\"", "\"minutes\":[1,2]", "\"minutes\":[4294967295]", "\"idle_ms\":[5]",
            "\"stages\":{\"request\":4294967295}", "\"stages\":{\"no_data\":1,\"exchange\":2}",
            "\"unacknowledged\":4294967295", "\"close_wait\":4294967295") { Longest = 4096 },
    ];

    private static void History(ReadOnlySpan<byte> file)
    {
        Flows flows = new(capacity: 64);
        if (!HistoryReader.TryRead(file, flows.Table))
        {
            Harm.Unless(flows.Table.Rows.Length == 0, "something of a file was taken that is none");
            return;
        }

        Harm.Unless(Sum(flows) <= Sum(file), "there are more resets than the file has");
        ReadOnlySpan<byte> written = Compose(flows);
        Harm.Unless(written.Length <= HistoryText.Largest, "it is longer than what is read");
        Printed.IsJson(written, "the history");
        Flows again = new(capacity: 64);
        Harm.Unless(HistoryReader.TryRead(written, again.Table), "what was written is not read");
        string[] rows = Rows(written), rowsAgain = Rows(Compose(again));
        Harm.Unless(Sum(again) == Sum(flows), "resets get lost, or are added");
        Harm.Unless(
            rows.SequenceEqual(rowsAgain),
            $"rows become others: {string.Join(' ', rows.Except(rowsAgain))} and {string.Join(' ', rowsAgain.Except(rows))}");
        flows.Settle();
        Harm.Unless(flows.Sums.SequenceEqual(flows.Totals), "what an earlier run has counted is in this one's totals");
    }

    private static ReadOnlySpan<byte> Compose(Flows flows)
    {
        ArrayBufferWriter<byte> text = new();
        new HistoryText(flows.Table).Write(text);
        return text.WrittenSpan;
    }

    private static UInt128 Sum(Flows flows)
    {
        UInt128 sum = 0;
        foreach (Flow flow in flows.Table.Rows)
        {
            sum += flow.Count;
        }

        return sum;
    }

    private static UInt128 Sum(ReadOnlySpan<byte> file)
    {
        using JsonDocument document = JsonDocument.Parse(file.ToArray());
        UInt128 sum = 0;
        foreach (JsonElement row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            sum += row.GetProperty("count").GetUInt64();
        }

        return sum;
    }

    private static string[] Rows(ReadOnlySpan<byte> file)
    {
        using JsonDocument document = JsonDocument.Parse(file.ToArray());
        return [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()).Order(StringComparer.Ordinal)];
    }
}
