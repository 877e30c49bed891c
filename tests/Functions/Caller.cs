using System.Text;
using System.Text.Json;
using TcpResets.Functions;
using TcpResets.Netdata;
using TcpResets.Settings;
using TcpResets.Tests.Charts;
using TcpResets.Tests.Resets;

namespace TcpResets.Tests.Functions;

/// <summary>An agent that calls the Function over a table of flows, and takes its answer apart.</summary>
internal sealed class Caller : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly NoSource source = new();
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle output;
    private readonly PluginsdWriter writer;
    private readonly TcpResetsFunction function;
    private readonly string path;

    public Caller(Flows flows, FunctionAccess access = FunctionAccess.Members)
    {
        path = directory.Write("answer", "");
        output = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        writer = new PluginsdWriter((int)output.DangerousGetHandle());
        function = new TcpResetsFunction(flows.Table, source, access);
    }

    /// <summary>The lines of the last answer, with those of the protocol.</summary>
    public string[] Lines { get; private set; } = [];

    /// <summary>What it offers.</summary>
    public string Offer()
    {
        PluginsdWriter offer = new(-1);
        function.Offer(offer);
        return Encoding.UTF8.GetString(offer.Pending);
    }

    /// <summary>Answers a call; the answer goes to a file.</summary>
    public int Answer(FunctionCall call) => function.Answer(call, writer, Flows.Start);

    /// <summary>The answer to the words after the name, and to a payload.</summary>
    public JsonElement Ask(string words = "", string? payload = null) =>
        Ask(new FunctionCall("1-a", $"tcp-resets {words}", payload is null ? null : Encoding.UTF8.GetBytes(payload), IsTooLong: false));

    /// <inheritdoc cref="Ask(string, string?)"/>
    public JsonElement Ask(FunctionCall call)
    {
        long begin = new FileInfo(path).Length;
        if (Answer(call) != 0)
        {
            throw new InvalidOperationException("the answer could not be written");
        }

        string text = Encoding.UTF8.GetString(File.ReadAllBytes(path).AsSpan((int)begin));
        Lines = text.Split('\n')[..^1];
        return JsonDocument.Parse(string.Join('\n', Lines[1..^1])).RootElement;
    }

    /// <summary>What the rows say in some columns, sorted.</summary>
    public static string[] Rows(JsonElement answer, params string[] columns) =>
    [
        .. answer.GetProperty("data").EnumerateArray()
            .Select(row => string.Join(' ', columns.Select(column =>
                row[answer.GetProperty("columns").GetProperty(column).GetProperty("index").GetInt32()].ToString())))
            .Order(),
    ];

    public void Dispose()
    {
        output.Dispose();
        source.Dispose();
        directory.Dispose();
    }
}
