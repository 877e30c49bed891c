namespace TcpResets.Tests.Health;

/// <summary>One alarm of the health file.</summary>
/// <param name="Name">Its name, by which others read its value.</param>
/// <param name="Lines">Its lines, value by key, in the order of the file.</param>
internal sealed record Alarm(string Name, IReadOnlyDictionary<string, string> Lines)
{
    /// <summary>The context of the charts it belongs to.</summary>
    public string On => Lines["on"];

    /// <summary>What it reads from the database, or null.</summary>
    public Lookup? Lookup { get; } = Lines.TryGetValue("lookup", out string? text) ? Lookup.Read(text) : null;

    /// <summary>What it computes instead, or null.</summary>
    public ExpressionNode? Calc { get; } = Lines.TryGetValue("calc", out string? text) ? ExpressionParser.ReadAsOldAgents(text) : null;

    /// <summary>When it warns, or null for one that only feeds others.</summary>
    public ExpressionNode? Warn { get; } = Lines.TryGetValue("warn", out string? text) ? ExpressionParser.ReadAsOldAgents(text) : null;

    /// <summary>When a change of its status is told, or null if nothing says so.</summary>
    public Delay? Delay { get; } = Lines.TryGetValue("delay", out string? text) ? Delay.Read(text) : null;

    /// <summary>Seconds between two evaluations.</summary>
    public int Every { get; } = Lookup.Duration(Lines["every"]);

    /// <summary>True if it is asked by the alarms of a chart that is not its own.</summary>
    public bool Feeds(string chart) => HealthFile.Alarms.Any(other =>
        other.On == chart && other.Expressions.Any(text => text.Contains($"${On}.{Name} ", StringComparison.Ordinal)));

    /// <summary>All expressions as they stand in the file.</summary>
    public IEnumerable<string> Expressions => Lines.Where(line => line.Key is "calc" or "warn" or "crit").Select(line => line.Value);
}
