using System.Diagnostics;
using System.Net;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>
/// What any host on the internet gets, from 100 addresses, 20 times a second: latecomers' resets, data of connections of long ago, and
/// SYNs for ports that nobody has. Each is a reset, received or sent. It lives no longer than the trouble it is beside would on a machine
/// that never stands still: on one that does, it would drown it else.
/// </summary>
internal sealed class Noise : IDisposable
{
    public const int PerSecond = 20;

    private const byte FirstStranger = 100;
    private const int Strangers = 100;

    private readonly Wire wire;
    private readonly Thread thread;
    private readonly ManualResetEventSlim end = new();

    /// <summary>Stands while the noise waits for the trouble.</summary>
    private readonly Stopwatch clock = Stopwatch.StartNew();

    private int made;
    private long allowed;

    public Noise(Wire wire)
    {
        this.wire = wire;
        thread = new Thread(Make) { IsBackground = true };
        thread.Start();
    }

    /// <summary>What it has made, as the time that takes.</summary>
    public TimeSpan Lived => TimeSpan.FromSeconds((double)Volatile.Read(ref made) / PerSecond);

    /// <summary>Lets it go on by the clock until it has lived so long, and then wait.</summary>
    public void GoOnUntil(TimeSpan lived) => Volatile.Write(ref allowed, lived.Ticks);

    /// <summary>How many of them are in rows, for each second that it has lived.</summary>
    public double RateIn(ReadOnlySpan<Flow> rows)
    {
        double count = 0;
        foreach (Flow row in rows)
        {
            count += IsStranger(row) ? row.Count : 0;
        }

        return count / Lived.TotalSeconds;
    }

    public void Dispose()
    {
        end.Set();
        thread.Join();
        end.Dispose();
    }

    private static bool IsStranger(Flow row) =>
        row.Key.Peer.ToString().Split('.') is ["10", "77", "0", var last] && int.Parse(last) - FirstStranger is >= 0 and < Strangers;

    private void Make()
    {
        while (IsDue())
        {
            TcpFlags flags = (made % 4) switch { 0 => TcpFlags.Rst, 1 => TcpFlags.Ack, _ => TcpFlags.Syn };
            IPEndPoint from = new(IPAddress.Parse($"10.77.0.{FirstStranger + (made % Strangers)}"), 1000 + (made * 7 % 50_000));
            IPEndPoint to = new(Wire.HostAddress(Family.IPv4), 20_000 + made);
            wire.Send(new Segment(from, to, flags, Sequence: 1, Acknowledgement: (flags & TcpFlags.Ack) != 0 ? 1u : 0));
            Volatile.Write(ref made, made + 1);
        }
    }

    /// <summary>Waits for the time of the next, and for the trouble.</summary>
    private bool IsDue()
    {
        TimeSpan pause = Lived - clock.Elapsed;
        if (end.Wait(pause > TimeSpan.Zero ? pause : TimeSpan.Zero))
        {
            return false;
        }

        clock.Stop();
        while (Lived.Ticks >= Volatile.Read(ref allowed))
        {
            if (end.Wait(TimeSpan.FromMilliseconds(1)))
            {
                return false;
            }
        }

        clock.Start();
        return true;
    }
}
