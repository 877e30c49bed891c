using System.Net;
using System.Net.Sockets;

namespace TcpResets.Storm;

/// <summary>The ways to make one reset between two sockets of this machine.</summary>
internal static class Kinds
{
    /// <summary>Each kind, with what happens on the wire, and the action that makes exactly one reset.</summary>
    public static IReadOnlyDictionary<string, (string What, Action MakeOne)> All { get; } = new Dictionary<string, (string, Action)>
    {
        ["refused"] = ("connects to a closed port (sent closed_port, received refused)", Refuse),
        ["aborted"] = ("a client aborts an established connection (sent aborted, received established)", Abort),
        ["unread"] = ("a client closes with data unread (sent unread_data, received established)", CloseUnread),
    };

    private static readonly IPEndPoint Closed = FindClosedPort();
    private static readonly Socket Listener = Listen();

    private static void Refuse()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(Closed);
            throw new InvalidOperationException($"somebody listens on {Closed}");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
        }
    }

    private static void Abort()
    {
        (Socket client, Socket server) = Connect();
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        WaitForReset(server);
    }

    private static void CloseUnread()
    {
        (Socket client, Socket server) = Connect();
        server.Send("unread"u8);
        client.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead);
        client.Dispose();
        WaitForReset(server);
    }

    private static (Socket Client, Socket Server) Connect()
    {
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(Listener.LocalEndPoint!);
        return (client, Listener.Accept());
    }

    private static void WaitForReset(Socket server)
    {
        try
        {
            server.Receive(new byte[1]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
        }

        server.Dispose();
    }

    private static IPEndPoint FindClosedPort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    private static Socket Listen()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(128);
        return socket;
    }
}
