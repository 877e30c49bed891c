using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TcpResets.Tests.Kernel;

/// <summary>A network namespace that holds nothing but loopback, for the calling thread and until it ends: what else the machine does is not seen in it.</summary>
internal static class OwnNamespace
{
    private const int CloneNewNet = 0x40000000;

    /// <summary>Runs something on a thread in a namespace of its own.</summary>
    /// <param name="work">Gets the namespace's inode number.</param>
    public static void Run(Action<uint> work)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Enter();
                work(Number("/proc/thread-self/ns/net"));
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
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

    private static void Enter()
    {
        if (unshare(CloneNewNet) != 0)
        {
            throw new InvalidOperationException($"unshare: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}; this test needs root");
        }

        using System.Diagnostics.Process up = System.Diagnostics.Process.Start("ip", "link set lo up");
        up.WaitForExit();
    }

    // As in net:[4026531840].
    private static uint Number(string link) =>
        uint.Parse(File.ResolveLinkTarget(link, returnFinalTarget: false)!.Name[5..^1], CultureInfo.InvariantCulture);

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);
}
