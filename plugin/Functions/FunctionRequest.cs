using System.Text.Json;
using TcpResets.Netdata;

namespace TcpResets.Functions;

/// <summary>
/// What a call asks for, from the words after the Function's name (<c>peer:192.0.2.1,192.0.2.2</c>) and from the payload
/// (<c>{"selections":{"peer":["192.0.2.1"]}}</c>), whichever there are.
/// </summary>
internal sealed class FunctionRequest
{
    // What dashboards may say to any Function, about times, pages and searches; a table like this one takes no notice.
    private static readonly string[] OfAnyFunction =
    [
        "after", "before", "last", "query", "direction", "anchor", "facets", "histogram", "if_modified_since", "data_only", "delta", "tail",
        "sampling", "slice", "timeout",
    ];

    /// <summary>Whether only what the Function takes is asked for, and no data.</summary>
    public bool IsInfo { get; private set; }

    public FlowFilter Filter { get; } = new();

    /// <summary>Reads a call: null, or what is wrong with it, as a sentence.</summary>
    public string? Read(FunctionCall call)
    {
        string[] words = call.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 1; i < words.Length; i++)
        {
            int colon = words[i].IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? words[i] : words[i][..colon];
            string? problem = colon < 0 ? Take(name, null) : null;
            foreach (string value in colon < 0 ? [] : words[i][(colon + 1)..].Split(','))
            {
                problem ??= Take(name, value);
            }

            if (problem is not null)
            {
                return problem;
            }
        }

        return call.Payload is { Length: > 0 } payload ? ReadPayload(payload) : null;
    }

    private string? Take(string name, string? value)
    {
        if (name == "info")
        {
            IsInfo |= value is null or "true";
            return null;
        }

        if (Array.IndexOf(OfAnyFunction, name) >= 0)
        {
            return null;
        }

        string? problem = value is null ? "It needs a value." : Filter.Choose(name, value);
        return problem is null ? null : $"'{Cut(name)}{(value is null ? "" : ":")}{Cut(value ?? "")}' is not understood. {problem}";
    }

    private string? ReadPayload(byte[] payload)
    {
        try
        {
            Utf8JsonReader json = new(payload);
            string? problem = json.Read() && json.TokenType == JsonTokenType.StartObject ? null : "The payload is no JSON object.";
            while (problem is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString() ?? "";
                _ = json.Read();
                problem = name == "selections" && json.TokenType == JsonTokenType.StartObject
                    ? ReadMembers(ref json)
                    : ReadValue(ref json, name);
            }

            // What is behind the object is wrong, too.
            return problem is null && json.Read() ? "The payload is no JSON object." : problem;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter of a text that is no UTF-8
        {
            return "The payload is no JSON object.";
        }
    }

    private string? ReadMembers(ref Utf8JsonReader json)
    {
        string? problem = null;
        while (problem is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString() ?? "";
            _ = json.Read();
            problem = ReadValue(ref json, name);
        }

        return problem;
    }

    // A value, or each one of a list.
    private string? ReadValue(ref Utf8JsonReader json, string name)
    {
        if (Array.IndexOf(OfAnyFunction, name) >= 0 || json.TokenType == JsonTokenType.Null)
        {
            json.Skip();
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return TakeScalar(ref json, name);
        }

        string? problem = null;
        while (problem is null && json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            problem = TakeScalar(ref json, name);
        }

        return problem;
    }

    private string? TakeScalar(ref Utf8JsonReader json, string name) => json.TokenType switch
    {
        JsonTokenType.String => Take(name, json.GetString()),
        JsonTokenType.Number => Take(name, System.Text.Encoding.ASCII.GetString(json.ValueSpan)),
        JsonTokenType.True => Take(name, "true"),
        JsonTokenType.False => Take(name, "false"),
        _ => $"'{Cut(name)}' is not understood. It needs a value, or a list of values.",
    };

    private static string Cut(string text) => text.Length <= 80 ? text : $"{text[..80]}...";
}
