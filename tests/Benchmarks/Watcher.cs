namespace TcpResets.Benchmarks;

/// <summary>A program that watches resets.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Names">What it says of a reset beside both ends: whose it was, and why.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Ready">What it prints when it watches.</param>
/// <param name="SeesBothEnds">Whether a reset of this host to itself is two to it: one sent, one received.</param>
/// <param name="Tally">How many resets it told, from what it has printed.</param>
/// <param name="Lost">How many it said were lost, likewise.</param>
internal sealed record Watcher(
    string Name,
    string Names,
    string[] Command,
    string Ready,
    bool SeesBothEnds,
    Func<string, double> Tally,
    Func<string, double> Lost);
