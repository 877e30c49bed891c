using System.Net;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Nobody listens, or a scan only looks.</summary>
internal static class ClosedPorts
{
    private const int ConnectionRefused = 111;

    public static Way[] All =>
    [
        new("we connect to a closed port", ["received.refused"], scene => Refuse(scene.Host, scene.Peer)),
        new("a peer connects to our closed port", ["sent.closed_port"], scene => Refuse(scene.Peer, scene.Host)),
        new("a scan sends a SYN to our closed port", ["sent.closed_port"], scene =>
        {
            Puppet scanner = scene.Puppet(scene.Host.ClosedPort);
            scanner.Send(TcpFlags.Syn);
            scanner.Await(TcpFlags.Rst);
        }),
        new("a scan sends a SYN to our open port and resets", ["received.handshake"], scene =>
        {
            Puppet scanner = scene.Puppet(scene.Host.Listener.Local);
            scanner.BeginConnect();
            scanner.Inject(scanner.Draft(TcpFlags.Rst));
        }),
        new("a health check resets where it should acknowledge", ["received.handshake"], scene =>
        {
            Puppet check = scene.Puppet(scene.Host.Listener.Local);
            check.BeginConnect();
            check.Reset();
        }),
        new("a health check connects and resets", ["received.established"], scene =>
        {
            (_, TcpSocket check) = scene.Accepted();
            check.Abort();
        }),
        new("a health check connects and resets before we accept", ["received.established"], scene =>
        {
            Puppet check = scene.Puppet(scene.Host.Listener.Local);
            check.Connect();
            check.Reset();
        }),
        new("a scan sends a SYN with IP options to our closed port", ["sent.closed_port"], scene =>
        {
            Puppet scanner = scene.Puppet(scene.Host.ClosedPort);
            scanner.Inject(scanner.Draft(TcpFlags.Syn) with { HasIpOptions = true });
            scanner.Await(TcpFlags.Rst);
        }),
        new("a SYN comes for everybody: no reset at all", [], scene =>
            scene.Puppet(new IPEndPoint(scene.Everybody, 9)).Send(TcpFlags.Syn)), // RFC 9293, section 3.9.2.3
        new("a scan sends a FIN to our closed port", ["sent.half_open"], scene =>
        {
            Puppet scanner = scene.Puppet(scene.Host.ClosedPort);
            scanner.Send(TcpFlags.Fin);
            scanner.Await(TcpFlags.Rst);
        }),
        new("a scan sends a FIN to our open port: no answer at all", [], scene =>
            scene.Puppet(scene.Host.Listener.Local).Send(TcpFlags.Fin)),
        new("an ACK scan of our open port", ["sent.half_open"], scene =>
        {
            Puppet scanner = scene.Puppet(scene.Host.Listener.Local);
            scanner.Send(TcpFlags.Ack);
            scanner.Await(TcpFlags.Rst);
        }),
        new("a SYN-ACK comes for a SYN that we never sent", ["sent.half_open"], scene =>
        {
            Puppet scattering = scene.Puppet(scene.Host.ClosedPort);
            scattering.Send(TcpFlags.Syn | TcpFlags.Ack);
            scattering.Await(TcpFlags.Rst);
        }),
    ];

    private static void Refuse(Side client, Side server)
    {
        int errno = client.Socket().TryConnect(server.ClosedPort);
        if (errno != ConnectionRefused)
        {
            throw Native.Failure("connect to a closed port", errno);
        }
    }
}
