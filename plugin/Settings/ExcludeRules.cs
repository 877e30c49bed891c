using TcpResets.Resets;

namespace TcpResets.Settings;

/// <summary>
/// Section <c>[exclude]</c> of the configuration: what is intentional, a rule a line. A bad one is told, and the others hold.
/// </summary>
internal sealed class ExcludeRules(ProblemList problems)
{
    public const string Section = "exclude";

    private readonly List<ExcludeRule> rules = [];
    private readonly List<IniEntry> entries = [];
    private int ranges;

    /// <summary>Those that hold, in the order of their lines.</summary>
    public IReadOnlyList<ExcludeRule> InForce => rules;

    /// <summary>Takes a line of the section, at a place that a message can point at.</summary>
    public void Add(IniEntry entry, string place)
    {
        string problem;
        ExcludeRule? rule = null;
        if (entry.Key.Length == 0)
        {
            problem = "it is not of the form 'NAME = kinds ..., port ..., peers ...'";
        }
        else if (entries.Find(each => each.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) is { } first)
        {
            problem = $"line {first.Line} has a rule of that name";
        }
        else if (ExcludeRuleText.TryParse(entry.Key, entry.Value, out rule, out problem)
            && ranges + rule!.Peers.Count > ExcludeRule.MostRanges)
        {
            problem = $"there is room for {ExcludeRule.MostRanges} ranges of peers in all rules, a rule without peers taking one, too";
        }

        if (problem.Length > 0)
        {
            string name = entry.Key.Length == 0 ? entry.Value : entry.Key;
            problems.Add($"{place}: [{Section}] {ProblemList.Quote(name)}: {problem}; not used");
            return;
        }

        ranges += rule!.Peers.Count;
        entries.Add(entry);
        rules.Add(rule);
    }
}
