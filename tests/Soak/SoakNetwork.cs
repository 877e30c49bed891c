using System.Globalization;
using System.Text.RegularExpressions;

namespace TcpResets.Tests.Soak;

/// <summary>
/// A network namespace with the storm in it, and the witness: a packet filter, which has counted every reset that TCP has sent there, and
/// so received, since all of it is loopback.
/// </summary>
internal sealed partial class SoakNetwork : IDisposable
{
    private const int Rate = 100;
    private static readonly string Storm = Path.Join(Repository.Root, "tests", "Storm", "bin", "Release", "net10.0", "Storm.dll");

    private readonly NetworkNamespace network = NetworkNamespace.Create();
    private RunningProgram? storm;

    public SoakNetwork()
    {
        network.Run("ip", "link set lo up");
        network.Run("nft", "-f -", """
            add table inet witness
            add chain inet witness out { type filter hook output priority 0; }
            add rule inet witness out tcp flags rst counter

            """);
    }

    /// <summary>The most resets a second, of whoever makes them here.</summary>
    public static int MostPerSecond => 4 * Rate;

    /// <summary>How many resets have been on the wire.</summary>
    public long Resets => long.Parse(
        Packets().Match(network.Run("nft", "list chain inet witness out")).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Starts a program in it.</summary>
    public RunningProgram Start(string program, string[] arguments, params (string, string?)[] environment) =>
        network.Visit(() => new RunningProgram(program, arguments, environment));

    /// <summary>Runs a program in it that must succeed.</summary>
    public string Run(string program, params string[] arguments) => network.Visit(() => Command.Output(program, arguments));

    /// <summary>Makes resets of every kind, one kind a few seconds after the other, until told to end.</summary>
    public void BeginStorm() => storm = Start(
        "bash", ["-c", $"while dotnet '{Storm}' --rate {Rate} --seconds 3; do :; done"]);

    public void EndStorm()
    {
        storm?.Dispose();
        storm = null;
    }

    public void Dispose()
    {
        EndStorm();
        network.Dispose();
    }

    [GeneratedRegex("packets ([0-9]+)")]
    private static partial Regex Packets();
}
