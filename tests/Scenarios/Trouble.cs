using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>Something that goes wrong at the host that is watched, made for real, and what <c>diagnose</c> must name first.</summary>
/// <param name="Cause">The word of the cause.</param>
/// <param name="Kind">Of which kind its resets are.</param>
/// <param name="Act">What to do once, the first time with 0, the second with 1, and so on.</param>
internal sealed record Trouble(string Cause, Kind Kind, Action<Scene, int> Act)
{
    /// <summary>How often it is done.</summary>
    public int Times { get; init; } = 20;

    /// <summary>How long it goes on beside noise, and the noise beside it.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether all happens at once, beside noise too, so that what comes of it has one time.</summary>
    public bool IsAtOnce { get; init; }

    /// <summary>How many resets come of it all.</summary>
    public int Resets { get; init; } = 20;

    /// <summary>What is done once all was done.</summary>
    public Action<Scene> Then { get; init; } = _ => { };

    /// <summary>Settings of the host, <c>key=value</c>.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>Settings of the whole machine, in force from <see cref="Then"/> on until all is over.</summary>
    public string[] Machine { get; init; } = [];

    /// <summary>nftables rules of the host.</summary>
    public string Firewall { get; init; } = "";

    /// <summary>What must stand in the first line, in the order.</summary>
    public string[] Says { get; init; } = [];

    /// <summary>What must stand in the line of the evidence.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Whose all sockets of the host are.</summary>
    public Service Service { get; init; } = Service.Host;

    public override string ToString() => $"{Cause}, {Kind.Direction} {Kind}";
}
