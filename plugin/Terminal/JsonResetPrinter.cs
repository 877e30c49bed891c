using System.Text.Json;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>A JSON object a line. What does not apply to a reset, or is not known of it, has no key.</summary>
internal sealed class JsonResetPrinter(ResetClock clock) : IResetPrinter, IDisposable
{
    private readonly ServiceTexts services = new(0);
    private readonly Utf8JsonWriter json = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });

    public void Head(OutputBuffer output)
    {
    }

    public void Reset(OutputBuffer output, in ResetEvent reset, Service service, string reason)
    {
        Span<byte> text = stackalloc byte[AddressText.LongestWithPort];
        json.Reset(output);
        json.WriteStartObject();
        json.WriteString("time"u8, text[..clock.Utc(reset, text)]);
        json.WriteString("direction"u8, ResetWords.Direction(reset.Kind.Direction));
        json.WriteString("family"u8, ResetWords.Family(reset.Family));
        json.WriteString("kind"u8, ResetWords.Kind(reset.Kind));
        if (reset.IsExcluded)
        {
            json.WriteBoolean("excluded"u8, true);
        }

        WriteWord("state"u8, ResetWords.State(reset.State));
        WriteWord("role"u8, ResetWords.Role(reset.Role));
        WriteWord("stage"u8, ResetWords.Stage(reset.Stage));
        json.WriteString("local"u8, text[..AddressText.Format(reset.Local, text)]);
        json.WriteNumber("local_port"u8, reset.LocalPort);
        json.WriteString("peer"u8, text[..AddressText.Format(reset.Peer, text)]);
        json.WriteNumber("peer_port"u8, reset.PeerPort);
        ServiceText name = services.Of(service);
        json.WriteString("service"u8, name.Json);
        json.WriteString("service_kind"u8, name.JsonKind);
        if (reset.NetworkNamespace != 0)
        {
            json.WriteNumber("network_namespace"u8, reset.NetworkNamespace);
        }

        if (reset.TellsConnection)
        {
            json.WriteNumber("bytes_received"u8, reset.BytesReceived);
            json.WriteNumber("bytes_sent"u8, reset.BytesSent);
            json.WriteNumber("idle_ms"u8, clock.Idle(reset));
        }

        if (reason.Length > 0)
        {
            json.WriteString("reason"u8, reason);
        }

        End(output);
    }

    public void Lost(OutputBuffer output, ulong resets)
    {
        json.Reset(output);
        json.WriteStartObject();
        json.WriteNumber("lost"u8, resets);
        End(output);
    }

    public void Dispose() => json.Dispose();

    private void WriteWord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> word)
    {
        if (!word.IsEmpty)
        {
            json.WriteString(key, word);
        }
    }

    private void End(OutputBuffer output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write((byte)'\n');
    }
}
