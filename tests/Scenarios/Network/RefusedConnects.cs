using System.Net;
using System.Net.Sockets;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>Connects to a closed port, as fast as all CPUs can: each is answered by a reset.</summary>
internal static class RefusedConnects
{
    private const int ConnectionRefused = 111;

    /// <summary>Makes some, as many on each CPU.</summary>
    /// <param name="host">Where.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="closed">Where to.</param>
    /// <returns>How many.</returns>
    public static int Make(NetworkNamespace host, int count, IPEndPoint closed)
    {
        int each = count / Environment.ProcessorCount;
        AtOnce.Run(host, Environment.ProcessorCount, _ =>
        {
            for (int i = 0; i < each; i++)
            {
                TcpSocket client = TcpSocket.OpenHere(closed.AddressFamily == AddressFamily.InterNetworkV6);
                int errno = client.TryConnect(closed);
                client.Close();
                if (errno != ConnectionRefused)
                {
                    throw Native.Failure("connect to a closed port", errno);
                }
            }
        });
        return each * Environment.ProcessorCount;
    }
}
