using System.Text.Json;

namespace TcpResets.Packaging;

/// <summary>The plugin's chart as an agent's web server tells of it: rrdset2json() in web/api/formatters/rrdset2json.c.</summary>
/// <param name="IsKernel">Whether its numbers are the kernel's own events, and no estimate: the chart's module.</param>
/// <param name="LastEntry">When its last value came, in seconds since 1970.</param>
/// <param name="HasAlert">Whether the alert is on it.</param>
internal readonly record struct ShownChart(bool IsKernel, long LastEntry, bool HasAlert)
{
    /// <summary>The chart that is always there.</summary>
    public const string Id = "ipv4.tcp_resets";

    /// <summary>The alert on it.</summary>
    public const string Alert = "10s_ipv4_tcp_resets_received";

    /// <summary>Reads it; null if it is no chart of the plugin's.</summary>
    public static ShownChart? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(new Utf8JsonReader(json));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ShownChart? Read(Utf8JsonReader json)
    {
        ShownChart chart = default;
        bool isOurs = false, isInAlerts = false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.CurrentDepth == 1)
            {
                bool isPlugin = json.ValueTextEquals("plugin"u8), isModule = json.ValueTextEquals("module"u8);
                bool isLastEntry = json.ValueTextEquals("last_entry"u8);
                isInAlerts = json.ValueTextEquals("alarms"u8);
                _ = json.Read();
                isOurs |= isPlugin && json.TokenType == JsonTokenType.String && json.ValueTextEquals(Executable.Name);
                chart = chart with
                {
                    IsKernel = chart.IsKernel || (isModule && json.TokenType == JsonTokenType.String && json.ValueTextEquals("kernel"u8)),
                    LastEntry = isLastEntry && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long second)
                        ? second
                        : chart.LastEntry,
                };
            }
            else if (isInAlerts && json.CurrentDepth == 2)
            {
                chart = chart with { HasAlert = chart.HasAlert || json.ValueTextEquals(Alert) };
            }
        }

        return isOurs ? chart : null;
    }
}
