using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Netdata;
using Xunit;

namespace TcpResets.Tests.Netdata;

public sealed class The_dialogue_with_an_agent
{
    private const string Header = "FUNCTION_PAYLOAD 5f-1 10 \"tcp-resets\" \"0x13\" \"method=POST\" \"application/json\"\n";

    private readonly AgentDialogue dialogue = new();

    [Theory]
    [InlineData("FUNCTION 1f2e-3d 10 \"tcp-resets\"\n", "1f2e-3d", "tcp-resets")] // 1.37
    [InlineData("FUNCTION 1f2e3d 60 \"tcp-resets info after:1\" \"0x8\" \"method=GET,ip=::1\"\n", "1f2e3d", "tcp-resets info after:1")]
    [InlineData("FUNCTION 1 60 'it is \"quoted\"'\n", "1", "it is \"quoted\"")]
    [InlineData("  FUNCTION\t1  60   tcp-resets  \r\n", "1", "tcp-resets")]
    [InlineData("FUNCTION 1 60 \"no end\n", "1", "no end")]
    [InlineData("FUNCTION 1 60 \"a\\\" x\n", "1", "a\\")]
    [InlineData("FUNCTION 1 60 \"\"\n", "1", "")]
    [InlineData("FUNCTION 1 60\n", "1", "")]
    [InlineData("FUNCTION 1\n", "1", "")]
    public void takes_a_call_of_every_agent(string said, string transaction, string text) =>
        Of(said).Should().Equal(new FunctionCall(transaction, text, Payload: null, IsTooLong: false));

    [Theory]
    [InlineData("{}\nFUNCTION_PAYLOAD_END\n", "{}")]
    [InlineData("{\n\"a\": [1]\n\n}\nFUNCTION_PAYLOAD_END\n", "{\n\"a\": [1]\n\n}")]
    [InlineData("\nFUNCTION_PAYLOAD_END\n", "")]
    [InlineData("FUNCTION_PAYLOAD_END\n", "")]
    [InlineData("QUIT\nFUNCTION 2 10 \"x\"\n FUNCTION_PAYLOAD_END\nFUNCTION_PAYLOAD_ENDS\nFUNCTION_PAYLOAD_END\n",
        "QUIT\nFUNCTION 2 10 \"x\"\n FUNCTION_PAYLOAD_END\nFUNCTION_PAYLOAD_ENDS")]
    public void takes_the_payload_of_a_call_as_it_is(string said, string payload)
    {
        FunctionCall call = Of(Header + said).Should().ContainSingle().Subject;
        (call with { Payload = null }).Should().Be(new FunctionCall("5f-1", "tcp-resets", null, IsTooLong: false));
        Encoding.UTF8.GetString(call.Payload!).Should().Be(payload);
    }

    [Fact]
    public void goes_on_behind_a_payload()
    {
        Of(Header + "QUIT").Should().BeEmpty();
        Of("\nFUNCTION_PAYLOAD_END\nFUNCTION 2 10 \"x\"\n").Select(call => call.Transaction).Should().Equal("5f-1", "2");
        Say("QUIT").Kind.Should().Be(AgentRequestKind.Quit);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("FUNCTION\n")]
    [InlineData("FUNCTION \"\" 10 \"x\"\n")]
    [InlineData("FUNCTION a;b 10 \"x\"\n")]
    [InlineData("FUNCTION 'a b' 10 \"x\"\n")]
    [InlineData("FUNCTION 0123456789-0123456789-0123456789-0123456789-0123456789-0123456789 10 \"x\"\n")]
    [InlineData("FUNCTION_CANCEL 1\n")]
    [InlineData("FUNCTION_PROGRESS 1\n")]
    [InlineData("FUNCTION_PAYLOAD_END\n")]
    [InlineData("function 1 10 \"x\"\n")]
    [InlineData("FUNCTIONS 1 10 \"x\"\n")]
    [InlineData("FUNCTION_PAYLOAD\nFUNCTION 1 10 \"x\"\nFUNCTION_PAYLOAD_END\n")]
    public void passes_over_what_nobody_waits_for_an_answer_to(string said)
    {
        Of(said).Should().BeEmpty();
        Of("FUNCTION 7 10 \"x\"\n").Should().ContainSingle("it goes on").Which.Transaction.Should().Be("7");
    }

    [Fact]
    public void cuts_a_line_that_is_too_long_and_says_so()
    {
        FunctionCall call = Of($"FUNCTION 1 10 \"{new string('x', 100_000)}\"\nFUNCTION 2 10 \"x\"\n").First();
        call.Transaction.Should().Be("1");
        call.IsTooLong.Should().BeTrue();
        call.Text.Length.Should().BeLessThan(AgentDialogue.Longest);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(16_000, false)]
    [InlineData(16_384, true)]
    [InlineData(10_000_000, true)]
    public void cuts_a_payload_that_is_too_long_and_says_so(int length, bool isTooLong)
    {
        foreach (string newline in new[] { "", "\n" })
        {
            string body = string.Concat(Enumerable.Repeat(newline.Length == 0 ? "yy" : $"y{newline}", (length + 1) / 2))[..length];
            FunctionCall[] calls = Of($"{Header}{body}\nFUNCTION_PAYLOAD_END\nFUNCTION 2 10 \"x\"\n");
            calls.Select(call => (call.Transaction, call.IsTooLong)).Should().Equal(("5f-1", isTooLong), ("2", false));
            calls[0].Payload!.Length.Should().BeLessThanOrEqualTo(AgentDialogue.Longest);
        }
    }

    [Fact]
    public void ends_with_the_stream_whatever_was_begun()
    {
        Of(Header + "{").Should().BeEmpty();
        dialogue.Receive(0);
        dialogue.Next().Kind.Should().Be(AgentRequestKind.Quit);
    }

    /// <summary>Wherever a read may end, and whatever else is said between the calls.</summary>
    [Property]
    public void hears_the_same_however_it_is_cut_into_pieces(byte[] lengths, byte[] kinds, string[] words)
    {
        StringBuilder said = new();
        List<string> expected = [];
        foreach ((byte kind, int number) in kinds.Select((kind, number) => (kind, number)))
        {
            string garbage = Garbage(words, number);
            said.Append((kind % 4) switch
            {
                0 => $"FUNCTION {number} 10 \"f {garbage}\" \"0x8\"\n",
                1 => $"FUNCTION_PAYLOAD {number} 10 \"f\" \"0x8\" \"s\" \"t\"\n{garbage}\nFUNCTION_PAYLOAD_END\n",
                2 => $"FUNCTION_CANCEL {number}\n",
                _ => $"x{garbage}\n",
            });
            if (kind % 4 < 2)
            {
                expected.Add(kind % 4 == 0 ? $"{number} f {garbage}" : $"{number} f {garbage}!");
            }
        }

        byte[] bytes = Encoding.UTF8.GetBytes(said.ToString());
        List<string> heard = [];
        for (int at = 0, piece = 0; at < bytes.Length; piece++)
        {
            int length = Math.Min(bytes.Length - at, 1 + (lengths.Length == 0 ? 4095 : lengths[piece % lengths.Length]));
            heard.AddRange(Heard(bytes.AsSpan(at, length)).Select(call =>
                $"{call.Transaction} {call.Text}" + (call.Payload is null ? "" : $" {Encoding.UTF8.GetString(call.Payload)}!")));
            at += length;
        }

        heard.Should().Equal(expected);
    }

    /// <summary>What it may say, in any order.</summary>
    [Property(MaxTest = 1000)]
    public void takes_anything(byte[] order)
    {
        string[] fragments =
        [
            "FUNCTION", "FUNCTION_PAYLOAD", "FUNCTION_PAYLOAD_END", "QUIT",
            " ", " ", "\"", "'", "\n", "\n", "1-a", "\0", "\\", "\ud83d\ude42", "\r", "_",
        ];
        Regex transaction = new("^[A-Za-z0-9-]{1,64}$");
        order.SelectMany(next => Heard(Encoding.UTF8.GetBytes(fragments[next % fragments.Length])))
            .Where(call => !transaction.IsMatch(call.Transaction)).Should().BeEmpty();
    }

    // What ends neither a word in quotes, nor a line, nor a payload.
    private static string Garbage(string[] words, int number) => words.Length == 0
        ? ""
        : new string([.. (words[number % words.Length] ?? "").Where(c => c is not ('"' or '\n') && !char.IsSurrogate(c))]);

    private FunctionCall[] Of(string said) => [.. Encoding.UTF8.GetBytes(said).Chunk(4096).SelectMany(piece => Heard(piece))];

    private List<FunctionCall> Heard(ReadOnlySpan<byte> piece)
    {
        List<FunctionCall> calls = [];
        for (AgentRequest request = Say(piece); request.Kind == AgentRequestKind.Call; request = dialogue.Next())
        {
            calls.Add(request.Call!);
        }

        return calls;
    }

    private AgentRequest Say(string piece) => Say(Encoding.UTF8.GetBytes(piece));

    private AgentRequest Say(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(dialogue.Room);
        dialogue.Receive(piece.Length);
        return dialogue.Next();
    }
}
