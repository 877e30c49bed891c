using System.Text.Json;

namespace TcpResets.Resets;

/// <summary>The words that a row is told in, as JSON, made once: <see cref="Words{T}"/> makes them anew each time.</summary>
internal static class FlowWords
{
    /// <summary>By their numbers, <see cref="Kind.Excluded"/> being the last.</summary>
    public static readonly JsonEncodedText[] Kinds = OfKinds();
    public static readonly JsonEncodedText[] Directions = Of(Words<Direction>.All);
    public static readonly JsonEncodedText[] Families = Of(["ipv4", "ipv6"]);
    public static readonly JsonEncodedText[] Roles = Of(Words<Role>.All);
    public static readonly JsonEncodedText[] ServiceKinds = Of(Words<ServiceKind>.All);

    /// <summary>The number of the word that a reader is at, or -1.</summary>
    public static int Find(ref Utf8JsonReader json, ReadOnlySpan<JsonEncodedText> words)
    {
        for (int i = 0; i < words.Length && json.TokenType == JsonTokenType.String; i++)
        {
            if (json.ValueTextEquals(words[i].EncodedUtf8Bytes))
            {
                return i;
            }
        }

        return -1;
    }

    private static JsonEncodedText[] OfKinds()
    {
        string[] words = new string[Kind.Excluded.Number + 1];
        for (byte number = 0; number < words.Length; number++)
        {
            words[number] = new Kind(number).ToString();
        }

        return Of(words);
    }

    private static JsonEncodedText[] Of(IReadOnlyList<string> words)
    {
        JsonEncodedText[] encoded = new JsonEncodedText[words.Count];
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i] = JsonEncodedText.Encode(words[i]);
        }

        return encoded;
    }
}
