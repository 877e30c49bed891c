using System.Net;
using System.Net.Sockets;

namespace TcpResets.Storm;

/// <summary>The ways to make one reset between two sockets of this machine, over loopback.</summary>
internal sealed class Kinds
{
    // linux/tcp.h; each is an option of level IPPROTO_TCP.
    private const int SynCount = 7;
    private const int Repair = 19;

    private readonly IPAddress loopback;
    private readonly IPEndPoint closed;
    private readonly Socket listener;
    private readonly List<Socket> silent = [];

    /// <summary>Prepares the ports.</summary>
    /// <param name="loopback">127.0.0.1 or ::1.</param>
    public Kinds(IPAddress loopback)
    {
        this.loopback = loopback;
        using Socket bound = Create();
        bound.Bind(new IPEndPoint(loopback, 0));
        closed = (IPEndPoint)bound.LocalEndPoint!;
        listener = Create();
        listener.Bind(new IPEndPoint(loopback, 0));
        listener.Listen(128);
        All = new Dictionary<string, (string, Action)>
        {
            ["refused"] = ("connects to a closed port: sent closed_port, received refused", Refuse),
            ["aborted"] = ("a client aborts an established connection: sent aborted, received established", Abort),
            ["unread"] = ("a client closes with data unread: sent unread_data, received established", CloseUnread),
            ["closing"] = ("a server aborts what its client has closed: sent aborted, received closing", AbortClosed),
            ["late_data"] = ("a server closes, then the client's request comes: sent late_data, received established", SendLate),
            ["half_open"] = ("a client speaks to a server that has forgotten it: sent half_open, received established; as root", Forget),
            ["timeout"] = ("connects that are never answered, as root and with a firewall that drops port 9: no reset at all", TimeOut),
        };
    }

    /// <summary>Those that this user can make without a firewall rule.</summary>
    public static IReadOnlyList<string> Usual { get; } =
        ["refused", "aborted", "unread", "closing", "late_data", .. Environment.IsPrivilegedProcess ? new[] { "half_open" } : []];

    /// <summary>Each kind: what happens on the wire, and the action that makes it happen once.</summary>
    public IReadOnlyDictionary<string, (string What, Action MakeOne)> All { get; }

    private void Refuse()
    {
        using Socket socket = Create();
        try
        {
            socket.Connect(closed);
            throw new InvalidOperationException($"somebody listens on {closed}");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
        }
    }

    private void Abort()
    {
        (Socket client, Socket server) = Connect();
        Reset(client);
        WaitForReset(server);
    }

    private void CloseUnread()
    {
        (Socket client, Socket server) = Connect();
        server.Send("unread"u8);
        client.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead);
        client.Dispose();
        WaitForReset(server);
    }

    private void AbortClosed()
    {
        (Socket client, Socket server) = Connect();
        client.Shutdown(SocketShutdown.Send);
        server.Receive(new byte[1]);
        Reset(server);
        WaitForReset(client);
    }

    private void SendLate()
    {
        (Socket client, Socket server) = Connect();
        server.Dispose();
        client.Receive(new byte[1]); // the end of the server's data
        client.Send("request"u8);
        client.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectError); // the reset; to read again would give the end again
        client.Dispose();
    }

    private void Forget()
    {
        (Socket client, Socket server) = Connect();
        // Closed in repair mode, a socket says nothing.
        server.SetRawSocketOption((int)SocketOptionLevel.Tcp, Repair, BitConverter.GetBytes(1));
        server.Dispose();
        client.Send("anybody?"u8);
        WaitForReset(client);
    }

    private void TimeOut()
    {
        const int discard = 9;
        Socket socket = Create();
        socket.Blocking = false;
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, SynCount, BitConverter.GetBytes(1)); // gives up after three seconds
        try
        {
            socket.Connect(new IPEndPoint(loopback, discard));
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
        }

        silent.RemoveAll(HasEnded);
        silent.Add(socket);
    }

    private static bool HasEnded(Socket socket)
    {
        if (!socket.Poll(TimeSpan.Zero, SelectMode.SelectError))
        {
            return false;
        }

        socket.Dispose();
        return true;
    }

    private Socket Create() => new(loopback.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    private (Socket Client, Socket Server) Connect()
    {
        Socket client = Create();
        client.Connect(listener.LocalEndPoint!);
        return (client, listener.Accept());
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private static void WaitForReset(Socket socket)
    {
        try
        {
            socket.Receive(new byte[1]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
        }

        socket.Dispose();
    }
}
