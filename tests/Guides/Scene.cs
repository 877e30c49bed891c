using System.Net;
using System.Net.Sockets;

namespace TcpResets.Tests.Guides;

/// <summary>The sockets that must exist while a command looks at them; opened in the network of the calling thread.</summary>
internal sealed class Scene : IDisposable
{
    private readonly List<Socket> sockets = [];

    /// <summary>Somebody listens on <paramref name="port"/> of every IPv4 address.</summary>
    public Socket Listen(int port, int backlog = 16)
    {
        Socket listener = New();
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(backlog);
        return listener;
    }

    /// <summary>A connection to 192.0.2.10 with keepalive, as a client of <paramref name="port"/> has it.</summary>
    public (Socket Client, Socket Server) Connect(int port)
    {
        Socket listener = Listen(port);
        Socket client = New();
        client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        client.Connect(IPAddress.Parse("192.0.2.10"), port);
        Socket server = listener.Accept();
        sockets.Add(server);
        return (client, server);
    }

    /// <summary>A listener whose program accepts nobody, with its queue full.</summary>
    public void FillQueue(int port)
    {
        Listen(port, backlog: 1);
        for (int i = 0; i < 2; i++)
        {
            New().Connect(IPAddress.Loopback, port);
        }
    }

    /// <summary>A connection that its peer has closed and whose data nobody has read.</summary>
    public void LeaveUnread(int port)
    {
        (Socket client, _) = Connect(port);
        client.Send(new byte[4321]);
        client.Dispose();
    }

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    private Socket New()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        sockets.Add(socket);
        return socket;
    }
}
