using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Rules of a bridge that the host's device is a port of, below the IP layer: not every kernel has such rules.</summary>
internal static class Bridges
{
    public static Way[] All =>
    [
        new("the firewall of our bridge rejects a connect", ["sent.firewall"], InABridge(Firewalls.RefusedConnect))
        {
            Firewall = Input("tcp flags syn reject with tcp reset"),
            EstimatesSent = 0,
        },
        new("the firewall of our bridge rejects data of an open connection", ["sent.firewall"], InABridge(Firewalls.RefusedData))
        {
            Firewall = Input("tcp flags psh reject with tcp reset"),
            EstimatesSent = 0,
        },
        new("the firewall of our bridge would reject a connect with a bad checksum, and sends nothing",
            [], InABridge(Firewalls.CorruptConnect))
        {
            Firewall = Input("tcp flags syn reject with tcp reset"),
        },
    ];

    // The host still answers under its address, and through its device.
    private static Action<Scene> InABridge(Action<Scene> act) => scene =>
    {
        scene.Host.Namespace.Run(
            "ip", "-batch -", $"link add bridge0 type bridge\nlink set {Wire.Device} master bridge0\nlink set bridge0 up\n");
        try
        {
            act(scene);
        }
        finally
        {
            scene.Host.Namespace.Run("ip", "link del bridge0");
        }
    };

    private static string Input(string rule) => $"table bridge t {{ chain c {{ type filter hook input priority 0; {rule}; }}; }}";
}
