using System.Buffers;
using System.Text.Json;
using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>
/// Composes the history: what was seen in the last hour, those with the most resets first. What does not fit is folded into the rows of all
/// others, so that all rows together still say how many there were. In buffers that live as long as the process.
/// </summary>
internal sealed class HistoryText(FlowTable table)
{
    /// <summary>The most bytes of a history.</summary>
    public const int Largest = 512 * 1024;

    private const long Hour = MinuteRing.Length * MinuteRing.Minute;
    private const int LongestRow = 4096; // a name of 256 characters, each escaped; 60 minutes and 16 idle times of 10 digits
    private const int LongestOthers = 2048; // the same without a name
    private static readonly Comparison<Flow> MostFirst = (one, other) => other.Count.CompareTo(one.Count);

    private readonly Flow[] seen = new Flow[table.Capacity];
    private readonly FlowRows others = new(FlowTable.MostOthers, table.Clock);
    private readonly int[] placesOfOthers = new int[FlowTable.MostOthers]; // in others, + 1; of what has none yet, -1
    private Utf8JsonWriter? json;

    /// <summary>Writes the history of now.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        others.Clear();
        Array.Clear(placesOfOthers);
        json ??= new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.Reset(output);
        json.WriteStartObject();
        json.WriteString("written"u8, FlowJson.Time(table.Clock.Realtime(table.Clock.Now)));
        json.WriteStartArray("rows"u8);
        WriteRows(json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private void WriteRows(Utf8JsonWriter json)
    {
        int count = 0;
        int room = Largest - LongestRow;
        foreach (Flow flow in table.Rows)
        {
            if (flow.Count == 0 || flow.Age >= Hour)
            {
                continue;
            }

            seen[count++] = flow;
            ref int place = ref placesOfOthers[FlowTable.PlaceOfOthers(flow.Key)];
            room -= place == 0 ? LongestOthers : 0;
            place = -1;
        }

        Span<Flow> flows = seen.AsSpan(0, count);
        flows.Sort(MostFirst);
        foreach (Flow flow in flows)
        {
            if (flow.IsOthers || json.BytesCommitted + json.BytesPending > room)
            {
                Fold(flow);
            }
            else
            {
                FlowJson.Write(json, flow);
            }
        }

        foreach (Flow flow in others.Flows)
        {
            FlowJson.Write(json, flow);
        }
    }

    private void Fold(Flow flow)
    {
        ref int place = ref placesOfOthers[FlowTable.PlaceOfOthers(flow.Key)];
        if (place < 0)
        {
            place = others.Add() + 1;
            others[place - 1].Begin(FlowTable.KeyOfOthers(flow.Key.Kind, flow.Key.Family, flow.Key.IsExcluded), 0, isOthers: true);
        }

        others[place - 1].Fold(flow.Row);
    }
}
