namespace TcpResets.Tests.Processes;

/// <summary>
/// A thing that goes wrong with the files of /proc while the plugin runs: they are whole, then they are harmed, then they are whole again
/// with 5 more AttemptFails and 3 more OutRsts than at first.
/// </summary>
/// <param name="Name">In words.</param>
/// <param name="Harm">What is done to them.</param>
/// <param name="Meanwhile">The values sent while they are harmed; empty if there is no collection at all.</param>
/// <param name="After">The values sent once they are whole.</param>
/// <param name="Log">What the log says, {0} being the directory of the files.</param>
internal sealed record FileFault(string Name, Action<HostFiles> Harm, string Meanwhile, string After, params string[] Log)
{
    /// <summary>What the files were like before, if not as the fixture.</summary>
    public Action<HostFiles> Before { get; init; } = _ => { };

    public override string ToString() => Name;
}
