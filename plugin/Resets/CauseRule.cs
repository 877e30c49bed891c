namespace TcpResets.Resets;

/// <summary>How to know one cause, and what to say of it.</summary>
/// <param name="word">Its name for programs.</param>
/// <param name="harm">How much one reset of it weighs: what it does to whom, as one sees it who was woken at night.</param>
/// <param name="applies">Whether it is the cause. The rules are asked in their order.</param>
/// <param name="title">What it is.</param>
/// <param name="evidence">What speaks for it.</param>
/// <param name="next">What to do.</param>
internal sealed class CauseRule(
    string word,
    double harm,
    Func<Crowd, HostFacts, bool> applies,
    Func<Crowd, HostFacts, string> title,
    Func<Crowd, HostFacts, string> evidence,
    Func<Crowd, HostFacts, string> next)
{
    public string Word => word;

    public double Harm => harm;

    public Func<Crowd, HostFacts, bool> Applies => applies;

    public Func<Crowd, HostFacts, string> Title => title;

    public Func<Crowd, HostFacts, string> Evidence => evidence;

    public Func<Crowd, HostFacts, string> Next => next;
}
