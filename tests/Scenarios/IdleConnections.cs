using System.Diagnostics;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>Connections on which nothing has passed for a while, and what ends them.</summary>
internal static class IdleConnections
{
    /// <summary>
    /// Connections fall idle, one after the other, and a load balancer ends each two seconds later. Where the machine stood still, that
    /// comes too late to be of one length: such a connection is forgotten, and another one falls idle.
    /// </summary>
    public static void AreEndedByALimit(Scene scene)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Queue<(TcpSocket Host, TcpSocket Peer, TimeSpan End)> idle = [];
        for (int ended = 0; ended < 20;)
        {
            TimeSpan next = clock.Elapsed + TimeSpan.FromMilliseconds(100);
            Scene.Await(() => clock.Elapsed >= next, "the next to fall idle, or to be ended");
            if (clock.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new TimeoutException("twenty connections that end in time: not within a minute");
            }

            if (ended + idle.Count < 20)
            {
                (TcpSocket host, TcpSocket peer) = scene.Accepted();
                Scene.Exchange((host, peer));
                idle.Enqueue((host, peer, clock.Elapsed + TimeSpan.FromSeconds(2)));
            }

            while (idle.TryPeek(out (TcpSocket Host, TcpSocket Peer, TimeSpan End) first) && clock.Elapsed >= first.End)
            {
                idle.Dequeue();
                if (clock.Elapsed < first.End + TimeSpan.FromMilliseconds(200))
                {
                    first.Peer.Abort();
                    ended++;
                }
                else
                {
                    first.Peer.Forget();
                    first.Host.Forget();
                }
            }
        }
    }

    /// <summary>A process dies all of whose connections have been idle for two seconds, and not much longer.</summary>
    public static Trouble DieWithTheirProcess()
    {
        List<(TcpSocket Host, TcpSocket Peer)> connections = [];
        return new("mid_transfer", Received.Established, (scene, _) => connections.Add(scene.Accepted()))
        {
            IsAtOnce = true,
            Lasts = TimeSpan.FromSeconds(2.5),
            Then = scene =>
            {
                Stopwatch idle;
                do
                {
                    idle = Stopwatch.StartNew();
                    connections.ForEach(Scene.Exchange);
                    Scene.Await(() => idle.Elapsed > TimeSpan.FromSeconds(2), "the end of a process all of whose connections are idle");
                }
                while (idle.Elapsed > TimeSpan.FromSeconds(2.5));
                scene.Peer.AbortAll();
            },
            Says = ["the peer aborts connections in use: host:", " ← 10.77.0.2, established, "],
            Evidence = "All connections had carried data both ways; the last data went 2.",
        };
    }
}
