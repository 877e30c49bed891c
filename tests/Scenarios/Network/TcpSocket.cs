using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>A TCP socket, each method the system call and nothing else: .NET's own does more on close than a scenario can have.</summary>
internal sealed class TcpSocket
{
    public const int Tcp = 6;
    public const int MultipathTcp = 262;

    private const int CloseOnExec = 0x80000;
    private const int NonBlock = 0x800;
    private const int SetDescriptorFlags = 2;
    private const int GetStatus = 3;
    private const int SetStatus = 4;
    private const int InProgress = 115;
    private const int SocketLevel = 1;
    private const int AttachFilter = 26;
    private const int Linger = 13;
    private const int ReceiveTimeout = 20;
    private const int SendTimeout = 21;
    private const int TcpInfo = 11;
    private const int TcpRepair = 19;
    private const int NoSignal = 0x4000;
    private const int PatienceSeconds = 5;

    private readonly bool isIPv6;

    private TcpSocket(int descriptor, bool isIPv6)
    {
        Descriptor = descriptor;
        this.isIPv6 = isIPv6;
        byte[] patience = new byte[16];
        BitConverter.TryWriteBytes(patience, (long)PatienceSeconds);
        Native.Check(Native.setsockopt(descriptor, SocketLevel, ReceiveTimeout, patience, 16), "SO_RCVTIMEO");
        Native.Check(Native.setsockopt(descriptor, SocketLevel, SendTimeout, patience, 16), "SO_SNDTIMEO");
    }

    /// <summary>-1 once closed.</summary>
    public int Descriptor { get; private set; }

    /// <summary>Where it is bound.</summary>
    public IPEndPoint Local
    {
        get
        {
            byte[] address = new byte[28];
            int length = address.Length;
            Native.Check(Native.getsockname(Descriptor, address, ref length), "getsockname");
            return new IPEndPoint(
                new IPAddress(isIPv6 ? address.AsSpan(8, 16) : address.AsSpan(4, 4)),
                BinaryPrimitives.ReadUInt16BigEndian(address.AsSpan(2)));
        }
    }

    public TcpState State => (TcpState)Get(Tcp, TcpInfo, 8)[0];

    public static TcpSocket Open(NetworkNamespace at, bool isIPv6, int protocol = Tcp) => at.Visit(() => OpenHere(isIPv6, protocol));

    /// <summary>Opens one where this thread is.</summary>
    public static TcpSocket OpenHere(bool isIPv6, int protocol = Tcp) =>
        new(Native.Check(Native.socket(isIPv6 ? 10 : 2, 1 | CloseOnExec, protocol), "socket"), isIPv6);

    /// <summary>Opens a raw socket (raw(7)), which gets a copy of each TCP segment that arrives.</summary>
    public static TcpSocket OpenRaw(NetworkNamespace at, bool isIPv6) =>
        at.Visit(() => new TcpSocket(Native.Check(Native.socket(isIPv6 ? 10 : 2, 3 | CloseOnExec, Tcp), "socket"), isIPv6));

    public void Bind(IPEndPoint local) => Native.Check(Native.bind(Descriptor, Address(local), AddressLength), $"bind {local}");

    public void Listen(int backlog) => Native.Check(Native.listen(Descriptor, backlog), "listen");

    public TcpSocket Accept() => new(Native.Check(Native.accept4(Descriptor, 0, 0, CloseOnExec), "accept"), isIPv6);

    /// <summary>Accepts the next connection, or null if none waits.</summary>
    public TcpSocket? AcceptWaiting()
    {
        Block(false);
        int accepted = Native.accept4(Descriptor, 0, 0, CloseOnExec);
        Block(true);
        return accepted < 0 ? null : new TcpSocket(accepted, isIPv6);
    }

    /// <summary>Connects and waits.</summary>
    /// <returns>0 or errno.</returns>
    public int TryConnect(IPEndPoint remote)
    {
        int errno;
        do
        {
            // After a signal, the runtime's own for one, the next call waits on (__inet_stream_connect(), SS_CONNECTING).
            errno = Native.connect(Descriptor, Address(remote), AddressLength) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Native.Interrupted);

        return errno;
    }

    public void Connect(IPEndPoint remote)
    {
        int errno = TryConnect(remote);
        if (errno != 0)
        {
            throw Native.Failure($"connect {remote}", errno);
        }
    }

    /// <summary>Sends the SYN and does not wait.</summary>
    public void BeginConnect(IPEndPoint remote)
    {
        Block(false);
        int errno = TryConnect(remote);
        Block(true);
        if (errno != InProgress)
        {
            throw Native.Failure($"connect {remote}", errno);
        }
    }

    /// <summary>connect(2) to AF_UNSPEC: ends the connection and keeps the socket.</summary>
    public void Disconnect() => Native.Check(Native.connect(Descriptor, new byte[16], 16), "connect AF_UNSPEC");

    public void Send(int bytes = 10) => Native.Check((int)Native.send(Descriptor, new byte[bytes], bytes, NoSignal), "send");

    /// <summary>Sends what the socket takes without waiting.</summary>
    public void Fill()
    {
        byte[] much = new byte[1 << 16];
        while (Native.send(Descriptor, much, much.Length, NoSignal | 0x40) > 0)
        {
        }
    }

    /// <summary>Waits for data or the end.</summary>
    /// <returns>Bytes read, 0 at the end, or minus errno.</returns>
    public int Receive(int flags = 0)
    {
        nint got;
        do
        {
            got = Native.recv(Descriptor, new byte[4096], 4096, flags); // with a timeout, no signal lets it go on by itself (signal(7))
        }
        while (got < 0 && Marshal.GetLastPInvokeError() == Native.Interrupted);

        return got >= 0 ? (int)got : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Waits until data is there, and leaves it unread.</summary>
    public void AwaitData()
    {
        const int Peek = 2;
        if (Receive(Peek) <= 0)
        {
            throw new InvalidOperationException("no data came");
        }
    }

    /// <summary>As many bytes of an option.</summary>
    public byte[] Get(int level, int name, int bytes)
    {
        byte[] value = new byte[bytes];
        Native.Check(Native.getsockopt(Descriptor, level, name, value, ref bytes), $"getsockopt {level} {name}");
        return value;
    }

    public void Set(int level, int name, int value) => Set(level, name, BitConverter.GetBytes(value));

    /// <summary>Lets nothing in from now on, by a filter that passes 0 bytes (SO_ATTACH_FILTER).</summary>
    public void FilterAll()
    {
        nint passNothing = Marshal.AllocHGlobal(8);
        Marshal.WriteInt64(passNothing, 0x06); // struct sock_filter: BPF_RET | BPF_K, 0
        // struct sock_fprog: how many, where
        Set(SocketLevel, AttachFilter, [.. BitConverter.GetBytes(1L), .. BitConverter.GetBytes((long)passNothing)]);
        Marshal.FreeHGlobal(passNothing);
    }

    public void Set(int level, int name, byte[] value) =>
        Native.Check(Native.setsockopt(Descriptor, level, name, value, value.Length), $"setsockopt {level} {name}");

    /// <summary>shutdown(2) of the sending side: a FIN.</summary>
    public void Finish() => Native.Check(Native.shutdown(Descriptor, 1), "shutdown");

    /// <summary>shutdown(2) of both sides.</summary>
    public void FinishBoth() => Native.Check(Native.shutdown(Descriptor, 2), "shutdown");

    public void Close()
    {
        if (Descriptor >= 0)
        {
            _ = Native.close(Descriptor);
            Descriptor = -1;
        }
    }

    /// <summary>Closes with SO_LINGER 0.</summary>
    public void Abort()
    {
        Set(SocketLevel, Linger, [1, 0, 0, 0, 0, 0, 0, 0]);
        Close();
    }

    /// <summary>Closes without a word on the wire: what a crash or a lost power line does to a connection (TCP_REPAIR).</summary>
    public void Forget()
    {
        if (Descriptor >= 0)
        {
            _ = Native.setsockopt(Descriptor, Tcp, TcpRepair, BitConverter.GetBytes(1), 4);
            Close();
        }
    }

    /// <summary>Lets programs that are started have it too.</summary>
    public void LetInherit() => Native.Check(Native.fcntl(Descriptor, SetDescriptorFlags, 0), "fcntl");

    private int AddressLength => isIPv6 ? 28 : 16;

    private void Block(bool block)
    {
        int flags = Native.Check(Native.fcntl(Descriptor, GetStatus, 0), "fcntl");
        Native.Check(Native.fcntl(Descriptor, SetStatus, block ? flags & ~NonBlock : flags | NonBlock), "fcntl");
    }

    private byte[] Address(IPEndPoint endPoint)
    {
        bool isMapped = isIPv6 && endPoint.AddressFamily == AddressFamily.InterNetwork;
        IPAddress address = isMapped ? endPoint.Address.MapToIPv6() : endPoint.Address;
        byte[] native = new byte[AddressLength];
        BitConverter.TryWriteBytes(native, (ushort)(isIPv6 ? 10 : 2));
        BinaryPrimitives.WriteUInt16BigEndian(native.AsSpan(2), (ushort)endPoint.Port);
        address.GetAddressBytes().CopyTo(native, isIPv6 ? 8 : 4);
        return native;
    }
}
