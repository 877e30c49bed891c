using System.Text.Json;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Functions;

/// <summary>
/// The Function <c>tcp-resets</c>: who was hit, where and why, as a table of the dashboard, in the words that
/// plugins.d/FUNCTION_UI_REFERENCE.md defines. It writes line by line, and hands over as it goes: a long table needs no long buffer.
/// </summary>
internal sealed class TcpResetsFunction(FlowTable flows, ResetSource source, FunctionAccess access)
{
    public const string Name = "tcp-resets";

    private const string Help =
        "TCP resets received and sent: by service, peer, port and kind, how often and since when. Read the guide of the alert, or run "
        + "tcp-resets diagnose.";

    // The dashboard's own is 100, and a lower one is further up.
    private const int Priority = 100;
    private const int Timeout = 10;
    private const int UpdateEvery = 1;
    private const int SelectionsAreSent = 3; // "v": selections come in the payload
    private const int HandOverAt = 32 * 1024;

    // Bits of HTTP_ACCESS: signed in, in the space of the agent, and allowed to see what is sensitive; or nobody known.
    private const int Members = 0x1 | 0x2 | 0x10;
    private const int Anybody = 0x8;

    private Utf8JsonWriter? json;

    /// <summary>Tells the agent of it.</summary>
    public void Offer(PluginsdWriter writer) =>
        writer.Function(Name, Timeout, Help, "top", access == FunctionAccess.Anyone ? Anybody : Members, Priority);

    /// <summary>Answers a call, whatever it asks for, at so many microseconds since 1970; 0, or the errno of a write.</summary>
    public int Answer(FunctionCall call, PluginsdWriter writer, long now)
    {
        FunctionRequest request = new();
        int status = 200;
        string? problem = null;
        if (call.IsTooLong)
        {
            (status, problem) = (413, $"The request is too long: {AgentDialogue.Longest} bytes are taken.");
        }
        else if (call.Text.Split(' ', 2)[0] != Name)
        {
            (status, problem) = (404, $"This plugin has one Function, {Name}.");
        }
        else if (request.Read(call) is { } wrong)
        {
            (status, problem) = (400, wrong);
        }

        long expires = (now / 1_000_000) + (status == 200 ? UpdateEvery : 0);
        writer.FunctionResultBegin(call.Transaction, status, expires);
        json ??= new Utf8JsonWriter(writer);
        json.Reset(writer);
        json.WriteStartObject();
        json.WriteNumber("status"u8, status);
        int errno = 0;
        if (problem is not null)
        {
            json.WriteString("errorMessage"u8, problem);
        }
        else
        {
            WriteInfo(json, expires);
            errno = request.IsInfo ? 0 : WriteTable(json, writer, request.Filter);
        }

        json.WriteEndObject();
        EndLine(json, writer);
        writer.FunctionResultEnd();
        int last = writer.Flush();
        return errno != 0 ? errno : last;
    }

    private static void WriteInfo(Utf8JsonWriter json, long expires)
    {
        json.WriteString("type"u8, "table"u8);
        json.WriteBoolean("has_history"u8, value: false);
        json.WriteString("help"u8, Help);
        json.WriteNumber("update_every"u8, UpdateEvery);
        json.WriteNumber("expires"u8, expires);
        json.WriteNumber("v"u8, SelectionsAreSent);
        WriteStrings(json, "accepted_params", FlowFilter.Names);
        json.WriteStartArray("required_params"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, FlowFilter.Shown);
        json.WriteString("name"u8, "Resets"u8);
        json.WriteString("help"u8, "Which to show; ignored ones came and ended nothing, and excluded ones are intentional by a rule"u8);
        json.WriteString("type"u8, "multiselect"u8);
        json.WriteBoolean("unique_view"u8, value: false);
        json.WriteStartArray("options"u8);
        foreach (string word in FlowFilter.Shows)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, word);
            json.WriteString("name"u8, word);
            json.WriteBoolean("defaultSelected"u8, FlowFilter.IsShownByDefault(word));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private int WriteTable(Utf8JsonWriter json, PluginsdWriter writer, FlowFilter filter)
    {
        FunctionColumn[] columns = FunctionColumns.All;
        double most = 0;
        int errno = 0;
        json.WriteStartArray("data"u8);
        EndLine(json, writer);
        ReadOnlySpan<Flow> rows = flows.Rows;
        for (int i = 0; i < rows.Length && errno == 0; i++)
        {
            if (rows[i].Count == 0 || !filter.Takes(rows[i]))
            {
                continue;
            }

            most = Math.Max(most, rows[i].RecentRate);
            json.WriteStartArray();
            foreach (FunctionColumn column in columns)
            {
                column.Write(json, new FunctionRow(i, rows[i], source));
            }

            json.WriteEndArray();
            EndLine(json, writer);
            errno = writer.Pending.Length < HandOverAt ? 0 : writer.Flush();
        }

        json.WriteEndArray();
        json.WriteStartObject("columns"u8);
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i].Describe(json, i, Math.Ceiling(most));
            EndLine(json, writer);
        }

        json.WriteEndObject();
        json.WriteString("default_sort_column"u8, FunctionColumns.Default);
        WriteCharts(json);
        return errno;
    }

    private static void WriteCharts(Utf8JsonWriter json)
    {
        json.WriteStartObject("charts"u8);
        foreach (string id in FunctionColumns.Charts)
        {
            WriteNamed(json, id, isChart: true);
        }

        json.WriteEndObject();
        json.WriteStartArray("default_charts"u8);
        for (int i = 0; i < FunctionColumns.Charts.Length; i++)
        {
            json.WriteStartArray();
            json.WriteStringValue(FunctionColumns.Charts[i]);
            json.WriteStringValue(FunctionColumns.Groups[i]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartObject("group_by"u8);
        foreach (string id in FunctionColumns.Groups)
        {
            WriteNamed(json, id, isChart: false);
        }

        json.WriteEndObject();
    }

    // What has the name of a column, and shows that one.
    private static void WriteNamed(Utf8JsonWriter json, string id, bool isChart)
    {
        json.WriteStartObject(id);
        json.WriteString("name"u8, Array.Find(FunctionColumns.All, column => column.Id == id)!.Name);
        if (isChart)
        {
            json.WriteString("type"u8, "stacked-bar"u8);
        }

        WriteStrings(json, "columns", [id]);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void EndLine(Utf8JsonWriter json, PluginsdWriter writer)
    {
        json.Flush();
        writer.Append("\n"u8);
    }
}
