using System.Diagnostics;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>What goes wrong by limits of the whole machine, which are made small for the second that it takes.</summary>
internal static class MachineTroubles
{
    private const int SocketLevel = 1, SendBufferForce = 32, Linger2 = 8;
    private const int Orphans = 12, Closing = 20;

    // TCP counts its orphans ten times a second (TCP_ORPHAN_TIMER_PERIOD).
    private static readonly TimeSpan Counted = TimeSpan.FromMilliseconds(250);

    public static Trouble[] All =>
    [
        new("no_memory", SentCause.NoMemory, (scene, i) =>
        {
            if (i >= Orphans)
            {
                scene.AcceptedPuppet();
                return;
            }

            // Longer than TCP_TIMEWAIT_LEN: the socket itself waits, and is an orphan (__tcp_close()).
            Ways.PeerAborts.FinWait2(scene, linger2: 100).Host.Close();
        })
        {
            Times = Orphans + Closing,
            Resets = Closing,
            Machine = ["net.ipv4.tcp_max_orphans=8"],
            Then = scene =>
            {
                Stopwatch waits = Stopwatch.StartNew();
                Scene.Await(() => waits.Elapsed > Counted, "the orphans to be counted");
                scene.Host.CloseAccepted(butFor: Orphans);
            },
            Says = ["too many orphaned sockets: host:", " ← 10.77.0.3, no_memory, "],
            Evidence = " of 8 orphans.",
        },
        new("no_memory", SentCause.NoMemory, (scene, _) =>
        {
            TcpSocket host = scene.AcceptedPuppet().Host;
            host.Set(SocketLevel, SendBufferForce, 4 << 20); // each CPU may keep 1 MiB to itself: SK_MEMORY_PCPU_RESERVE
            host.Fill();
        })
        {
            Times = 6,
            Resets = 5,
            Machine = ["net.ipv4.tcp_mem=1 2 3"],
            Then = scene => scene.Host.CloseAccepted(butFor: 1),
            Says = ["TCP has run out of memory: host:", " ← 10.77.0.3, no_memory, "],
            Evidence = " pages of memory now, pressure begins at 2, the end is 3 (tcp_mem); ",
        },
    ];
}
