using System.IO.Pipes;
using System.Text;
using TcpResets.Functions;
using TcpResets.Logging;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Settings;
using TcpResets.Tests.Charts;
using TcpResets.Tests.Resets;

namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>What an agent says on standard input, and what callers say through it.</summary>
internal static class OfAgent
{
    private const int MostAnswered = 4; // of an input, so that how long it takes depends on each

    private static readonly AnonymousPipeServerStream Answers = new(PipeDirection.In);
    private static readonly int AnswersEnd = (int)Answers.ClientSafePipeHandle.DangerousGetHandle();
    private static readonly PluginsdWriter Writer = new(AnswersEnd);
    private static readonly byte[] Answer = new byte[64 * 1024];
    private static readonly TcpResetsFunction Function = new(SomeFlows(), new NoSource(), FunctionAccess.Members);

    public static IEnumerable<Target> All =>
    [
        new("stdin", Dialogue, "FUNCTION 1-a 10 \"tcp-resets ", "FUNCTION_PAYLOAD 1-b 10 \"tcp-resets\"", "FUNCTION_PAYLOAD_END\n", "QUIT",
            "FUNCTION_CANCEL 1-a\n", "\" \"0x8\" \"method=x\"\n", "info", "peer:192.0.2.1", "\n", "{\"selections\":{\"peer\":[\"", "\"]}}")
        {
            Longest = 20_000,
        },
        new("function", text => Call(new("1", "tcp-resets " + Encoding.UTF8.GetString(text), null, IsTooLong: false)),
            "info", "peer:", "kind:", "service:", "port:", "show:", "established", "192.0.2.1", "10.0.0.0/8", ",", " ", "after:", "\e[2J",
            "\u0085"),
        new("payload", body => Call(new("1", "tcp-resets", body.ToArray(), IsTooLong: false)),
            "{\"selections\":{", "\"peer\":[", "\"kind\":\"established\"", "\"info\":true", "\"after\":-600", "null", "]", "}", "\\ud800",
            "\\u0000"),
        new("log", LogLines, "\e[2J", "\n", "\u0085", "\u2028", "\"", "\\", "\u202e"),
    ];

    // However it comes in parts, the same calls are heard. The first byte says how long each part is.
    private static void Dialogue(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        List<FunctionCall> whole = Calls(input[1..], int.MaxValue);
        List<FunctionCall> parts = Calls(input[1..], Math.Max(1, (int)input[0]));
        Harm.Unless(whole.Count == parts.Count, "what comes in parts is heard as other calls");
        foreach ((FunctionCall one, FunctionCall other) in whole.Zip(parts))
        {
            Harm.Unless(
                one with { Payload = null } == other with { Payload = null }
                    && (one.Payload is null) == (other.Payload is null) && one.Payload.AsSpan().SequenceEqual(other.Payload),
                "a call that comes in parts is another one");
            Harm.Unless(one.Text.Length <= AgentDialogue.Longest && !(one.Payload?.Length > AgentDialogue.Longest), "a call without end");
        }

        foreach (FunctionCall call in whole.Take(MostAnswered))
        {
            Call(call);
        }
    }

    private static List<FunctionCall> Calls(ReadOnlySpan<byte> said, int part)
    {
        AgentDialogue dialogue = new();
        List<FunctionCall> calls = [];
        while (!said.IsEmpty)
        {
            int length = Math.Min(Math.Min(said.Length, part), dialogue.Room.Length);
            said[..length].CopyTo(dialogue.Room);
            said = said[length..];
            dialogue.Receive(length);
            AgentRequest request;
            while ((request = dialogue.Next()).Kind == AgentRequestKind.Call)
            {
                calls.Add(request.Call!);
            }
        }

        dialogue.Receive(0);
        Harm.Unless(dialogue.Next().Kind == AgentRequestKind.Quit, "the end is no end");
        return calls;
    }

    // One answer under the call's own name, in lines that an agent takes, none of which is a word of the protocol.
    private static void Call(FunctionCall call)
    {
        Harm.Unless(Function.Answer(call, Writer, Flows.Start) == 0, "no answer");
        ReadOnlySpan<byte> answer = Written();
        Printed.IsPlainLines(answer, "an answer");
        int first = answer.IndexOf((byte)'\n') + 1;
        Harm.Unless(answer.StartsWith(Encoding.ASCII.GetBytes($"FUNCTION_RESULT_BEGIN {call.Transaction} ")), "an answer to somebody else");
        Harm.Unless(answer.EndsWith("\nFUNCTION_RESULT_END\n"u8), "an answer without an end");
        ReadOnlySpan<byte> json = answer[first..^"FUNCTION_RESULT_END\n".Length];
        Printed.IsJson(json, "an answer");
        foreach (Range line in json.Split((byte)'\n'))
        {
            Harm.Unless(json[line].Length < PluginsdWriter.LongestLine, "a line too long for an agent");
            Harm.Unless(!json[line].StartsWith("FUNCTION"u8), "a line that ends the answer");
        }
    }

    private static void LogLines(ReadOnlySpan<byte> message)
    {
        foreach (LogFormat format in Enum.GetValues<LogFormat>())
        {
            new Log(new LogSettings(LogLevel.Debug, format, null, IsJournal: false), AnswersEnd)
                .Write(LogLevel.Error, Encoding.UTF8.GetString(message));
            ReadOnlySpan<byte> line = Written();
            Printed.IsPlainLines(line, "the log");
            Harm.Unless(line.Count((byte)'\n') == 1, "a message has several lines");
        }
    }

    private static ReadOnlySpan<byte> Written()
    {
        int length = Linux.FileDescriptor.Read((int)Answers.SafePipeHandle.DangerousGetHandle(), Answer);
        return Answer.AsSpan(0, length);
    }

    private static FlowTable SomeFlows()
    {
        Flows flows = new(capacity: 64);
        flows.Happens(flows.Event(Received.Established), times: 2);
        flows.Happens(flows.Event(SentCause.HalfOpen, "2001:db8::1"));
        flows.Happens(flows.Event(Ignored.Stray, "192.0.2.2", isExcluded: true));
        flows.Settle();
        return flows.Table;
    }
}
