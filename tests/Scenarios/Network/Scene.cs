using System.Net;
using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>Where one way to make resets is acted out, in one family.</summary>
internal sealed class Scene(Wire wire, Family family) : IDisposable
{
    public Family Family => family;

    /// <summary>The host that is watched.</summary>
    public Side Host { get; } = new(wire.Host, family, Wire.HostAddress(family));

    public Side Peer { get; } = new(wire.Peer, family, Wire.PeerAddress(family));

    /// <summary>The host's own loopback.</summary>
    public Side Loopback { get; } = new(wire.Host, family, family == Family.IPv4 ? IPAddress.Loopback : IPAddress.IPv6Loopback);

    /// <summary>All hosts on the wire: its broadcast address, or the group of all nodes (RFC 4291, section 2.7.1).</summary>
    public IPAddress Everybody { get; } = IPAddress.Parse(family == Family.IPv4 ? "10.77.0.255" : "ff02::1");

    /// <summary>A peer that is about to speak to an end of the host's.</summary>
    public Puppet Puppet(IPEndPoint host) => new(wire, wire.NewPuppetEnd(family), host);

    /// <summary>The host has accepted a connection of the peer.</summary>
    public (TcpSocket Host, TcpSocket Peer) Accepted()
    {
        (TcpSocket peer, TcpSocket host) = Connect(Peer, Host);
        return (host, peer);
    }

    /// <summary>The host has connected to the peer.</summary>
    public (TcpSocket Host, TcpSocket Peer) Connected() => Connect(Host, Peer);

    /// <summary>The host has accepted a connection of a puppet.</summary>
    public (TcpSocket Host, Puppet Puppet) AcceptedPuppet()
    {
        Puppet puppet = Puppet(Host.Listener.Local);
        puppet.Connect();
        return (Host.Accept(Host.Listener), puppet);
    }

    /// <summary>The host's SYN is on its way to a puppet.</summary>
    public (TcpSocket Host, Puppet Puppet) Connecting(Action<TcpSocket>? prepare = null)
    {
        TcpSocket host = Host.Socket();
        host.Bind(new IPEndPoint(Host.Address, 0));
        Puppet puppet = Puppet(host.Local);
        prepare?.Invoke(host);
        host.BeginConnect(puppet.Self);
        return (host, puppet);
    }

    /// <summary>The host has connected to a puppet.</summary>
    public (TcpSocket Host, Puppet Puppet) ConnectedPuppet(Action<TcpSocket>? prepare = null)
    {
        (TcpSocket host, Puppet puppet) = Connecting(prepare);
        puppet.Accept();
        return (host, puppet);
    }

    /// <summary>A client of one side has connected to the other.</summary>
    public static (TcpSocket Client, TcpSocket Server) Connect(Side from, Side to)
    {
        TcpSocket client = from.Socket();
        client.Connect(to.Listener.Local);
        return (client, to.Accept(to.Listener));
    }

    /// <summary>The peer has asked, and the host has answered.</summary>
    public static void Exchange((TcpSocket Host, TcpSocket Peer) connection)
    {
        connection.Peer.Send();
        connection.Host.Receive();
        connection.Host.Send();
        connection.Peer.Receive();
    }

    /// <summary>Waits until the host's connection is in a state.</summary>
    public static void AwaitState(TcpSocket socket, TcpState state) => Await(() => socket.State == state, $"state {state}");

    public static void Await(Func<bool> condition, string what) => Wait.Until(condition, TimeSpan.FromSeconds(30), what);

    public void Dispose()
    {
        Host.Forget();
        Peer.Forget();
        Loopback.Forget();
    }
}
