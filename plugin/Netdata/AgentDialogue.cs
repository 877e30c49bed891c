using System.Text;

namespace TcpResets.Netdata;

/// <summary>
/// What an agent says, as requests: the word QUIT, and calls of Functions (<c>inflight_functions_insert_callback()</c> in
/// plugins.d/pluginsd_functions.c): a line each, since 1.37, and, since 1.45, a payload after it. Whatever else it says is passed over,
/// and nothing is taken in without a bound.
/// </summary>
/// <remarks>
/// A call is answered before the next one is read, so that the word that cancels one always comes too late, and is passed over, too.
/// A payload is what a caller has sent, and the agent looks for no word of its own in it: one may end before its end, and go on with
/// lines that only seem to be the agent's. A call among them is answered to nobody. QUIT is heard only where nothing is behind it: the
/// agent's is the last that it says, and behind a caller's comes, in the same write, the word that ends the payload.
/// </remarks>
internal sealed class AgentDialogue
{
    /// <summary>The longest line and the longest payload that are taken, in bytes. An agent's own lines are shorter.</summary>
    public const int Longest = 16 * 1024;

    private const int LongestTransaction = 64; // they are UUIDs

    private readonly byte[] buffer = new byte[4096];
    private readonly CappedBytes line = new(Longest);
    private readonly CappedBytes payload = new(Longest);
    private FunctionCall? awaitsPayload;
    private bool isInPayload;
    private int position;
    private int length;
    private bool endsWithQuit;
    private bool ended;

    /// <summary>Where to put what the agent says next, once <see cref="Next"/> has found nothing more in what it said before.</summary>
    public Span<byte> Room => buffer;

    /// <summary>So many bytes are in the room now; 0 at the end of all.</summary>
    public void Receive(int bytes)
    {
        position = 0;
        length = bytes;
        endsWithQuit = false;
        ended = bytes == 0;
    }

    /// <summary>The next request of what has come.</summary>
    public AgentRequest Next()
    {
        while (position < length)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(position, length - position);
            int newline = rest.IndexOf((byte)'\n');
            line.Append(newline < 0 ? rest : rest[..newline]);
            position = newline < 0 ? length : position + newline + 1;
            if (newline >= 0)
            {
                AgentRequest request = isInPayload ? TakeOfPayload() : Take();
                line.Clear();
                if (request.Kind != AgentRequestKind.None)
                {
                    return request;
                }
            }
        }

        // Agents from 2.0 on say QUIT without a newline. Where all of the room was taken, more may have been said.
        endsWithQuit |= !isInPayload && line.Written.SequenceEqual("QUIT"u8);
        return ended || (endsWithQuit && length < buffer.Length) ? AgentRequest.Quit : AgentRequest.None;
    }

    private AgentRequest Take()
    {
        if (line.Written.SequenceEqual("QUIT"u8))
        {
            endsWithQuit = position == length;
            return AgentRequest.None;
        }

        AgentWords words = new(line.Written);
        ReadOnlySpan<byte> keyword = words.Next();
        isInPayload = keyword.SequenceEqual("FUNCTION_PAYLOAD"u8);
        if (!isInPayload && !keyword.SequenceEqual("FUNCTION"u8))
        {
            return AgentRequest.None;
        }

        ReadOnlySpan<byte> transaction = words.Next();
        _ = words.Next(); // for how long the agent waits: the answer is there at once
        FunctionCall? call = IsTransaction(transaction)
            ? new FunctionCall(Encoding.ASCII.GetString(transaction), Encoding.UTF8.GetString(words.Next()), null, line.IsCut)
            : null;
        if (isInPayload)
        {
            awaitsPayload = call;
            payload.Clear();
            return AgentRequest.None;
        }

        return call is null ? AgentRequest.None : new AgentRequest(AgentRequestKind.Call, call);
    }

    private AgentRequest TakeOfPayload()
    {
        if (!line.Written.SequenceEqual("FUNCTION_PAYLOAD_END"u8))
        {
            payload.Append(line.Written);
            payload.Append("\n"u8);
            awaitsPayload = awaitsPayload is null ? null : awaitsPayload with { IsTooLong = awaitsPayload.IsTooLong || line.IsCut };
            return AgentRequest.None;
        }

        // The last newline is not the caller's: the agent puts its word on a line of its own.
        ReadOnlySpan<byte> whole = payload.Written;
        byte[] body = (payload.IsCut || whole.IsEmpty ? whole : whole[..^1]).ToArray();
        FunctionCall? call = awaitsPayload is null
            ? null
            : awaitsPayload with { Payload = body, IsTooLong = awaitsPayload.IsTooLong || payload.IsCut };
        isInPayload = false;
        awaitsPayload = null;
        return call is null ? AgentRequest.None : new AgentRequest(AgentRequestKind.Call, call);
    }

    private static bool IsTransaction(ReadOnlySpan<byte> word)
    {
        foreach (byte each in word)
        {
            if (!char.IsAsciiLetterOrDigit((char)each) && each != '-')
            {
                return false;
            }
        }

        return word.Length is > 0 and <= LongestTransaction;
    }
}
