using System.Net;
using System.Net.Sockets;

namespace TcpResets.Tests.Kernel;

/// <summary>A network namespace that holds nothing but loopback: what else the machine does is not seen in it.</summary>
internal static class OwnNamespace
{
    /// <summary>Runs something in a namespace of its own.</summary>
    /// <param name="work">Gets the namespace's inode number.</param>
    public static void Run(Action<uint> work)
    {
        using NetworkNamespace host = NetworkNamespace.Create();
        host.Run("ip", "link set lo up");
        host.Visit(() => work(host.Inode));
    }

    /// <summary>Connects to a port that nobody listens on.</summary>
    public static void Refuse(IPAddress address)
    {
        using Socket placeholder = NewSocket(address);
        placeholder.Bind(new IPEndPoint(address, 0));
        using Socket socket = NewSocket(address);
        try
        {
            socket.Connect(placeholder.LocalEndPoint!);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
        }
    }

    /// <summary>Connects and accepts.</summary>
    public static (Socket Client, Socket Server) Connect(IPAddress address)
    {
        using Socket listener = NewSocket(address);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(1);
        Socket client = NewSocket(address);
        client.Connect(listener.LocalEndPoint!);
        return (client, listener.Accept());
    }

    private static Socket NewSocket(IPAddress address)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.IsIPv4MappedToIPv6)
        {
            socket.DualMode = true;
        }

        return socket;
    }
}
