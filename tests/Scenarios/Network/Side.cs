using System.Net;
using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>One of the two hosts in a scenario, with the sockets opened there.</summary>
internal sealed class Side(NetworkNamespace at, Family family, IPAddress address)
{
    private readonly List<TcpSocket> sockets = [];
    private readonly List<TcpSocket> listeners = [];
    private readonly List<TcpSocket> accepted = [];
    private TcpSocket? listener;

    public NetworkNamespace Namespace => at;

    public IPAddress Address => address;

    public bool IsIPv6 => family == Family.IPv6;

    /// <summary>A listener with room for all, opened when first asked for.</summary>
    public TcpSocket Listener => listener ??= Listen(64);

    /// <summary>A port of this host where nobody listens and no connection is.</summary>
    public IPEndPoint ClosedPort
    {
        get
        {
            TcpSocket socket = Socket();
            socket.Bind(new IPEndPoint(address, 0));
            IPEndPoint closed = socket.Local;
            socket.Close();
            return closed;
        }
    }

    /// <summary>A socket that the scenario leaves without a word on the wire when it ends.</summary>
    public TcpSocket Socket(int protocol = TcpSocket.Tcp) => Keep(TcpSocket.Open(at, IsIPv6, protocol));

    /// <summary>An IPv6 socket that speaks IPv4 to IPv4 addresses.</summary>
    public TcpSocket MappedSocket() => Keep(TcpSocket.Open(at, isIPv6: true));

    /// <summary>Sends a byte by UDP.</summary>
    public void SendDatagram(IPEndPoint to) => at.Visit(() =>
    {
        using System.Net.Sockets.UdpClient client = new(to.AddressFamily);
        client.Send([0], to);
    });

    public TcpSocket Listen(int backlog, int protocol = TcpSocket.Tcp) => Listen(Socket(protocol), new IPEndPoint(address, 0), backlog);

    public TcpSocket Listen(TcpSocket socket, IPEndPoint local, int backlog)
    {
        listeners.Add(socket);
        socket.Bind(local);
        socket.Listen(backlog);
        return socket;
    }

    public TcpSocket Accept(TcpSocket from)
    {
        accepted.Add(Keep(from.Accept()));
        return accepted[^1];
    }

    /// <summary>Closes the connections that it has accepted, as a program does that ends, but for the first so many.</summary>
    public void CloseAccepted(int butFor = 0) => accepted.Skip(butFor).ToList().ForEach(socket => socket.Close());

    /// <summary>Aborts all that it has opened.</summary>
    public void AbortAll() => sockets.ForEach(socket => socket.Abort());

    /// <summary>Ends all without a word on the wire.</summary>
    public void Forget()
    {
        // A listener that closes would reset what waits in its queue.
        foreach (TcpSocket open in listeners.Where(socket => socket.Descriptor >= 0))
        {
            while (open.AcceptWaiting() is { } waiting)
            {
                waiting.Forget();
            }
        }

        sockets.ForEach(socket => socket.Forget());
    }

    private TcpSocket Keep(TcpSocket socket)
    {
        sockets.Add(socket);
        return socket;
    }
}
