using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class The_owner_of_a_socket
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IPAddress OtherPeer = IPAddress.Parse("192.0.2.1");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void is_the_process_that_listens(string address)
    {
        using NetworkNamespace own = NetworkNamespace.Create();
        own.Run("ip", "link set lo up");
        using TcpListener listener = own.Visit(() => Listen(address));
        ushort port = (ushort)((IPEndPoint)listener.LocalEndpoint).Port;
        using RunningProgram inside = own.Visit(() => Shell.Start("echo ready; read line"));
        inside.NextLine();
        OwnerOfSocket? owner = new SocketOwners(Patience).Find(new SocketQuestion(own.Inode, port));
        owner!.Process.Should().Be(Environment.ProcessId, "the socket is in that namespace, and the process is not");
        owner.Command.Should().Be(File.ReadAllText("/proc/self/comm").TrimEnd('\n'));
    }

    [Fact]
    public void is_the_process_that_has_a_like_connection()
    {
        using NetworkNamespace own = NetworkNamespace.Create();
        own.Run("ip", "link set lo up");
        using TcpListener listener = own.Visit(() => Listen("127.0.0.1"));
        using TcpClient client = own.Visit(() => new TcpClient());
        own.Visit(() => client.Connect((IPEndPoint)listener.LocalEndpoint));
        using RunningProgram inside = own.Visit(() => Shell.Start("echo ready; read line"));
        inside.NextLine();
        ushort port = (ushort)((IPEndPoint)listener.LocalEndpoint).Port;
        SocketQuestion like = new(own.Inode, port, Address.Of(IPAddress.Loopback)), other = new(own.Inode, port, Address.Of(OtherPeer));
        new SocketOwners(Patience).Find([like, other]).Should().ContainSingle("the other is no peer of anybody")
            .Which.Should().Match<KeyValuePair<SocketQuestion, OwnerOfSocket>>(pair =>
                pair.Key == like && pair.Value.Process == Environment.ProcessId);
    }

    [Fact]
    public void is_nobody_where_nobody_listens()
    {
        using NetworkNamespace own = NetworkNamespace.Create();
        using RunningProgram inside = own.Visit(() => Shell.Start("echo ready; read line"));
        inside.NextLine();
        new SocketOwners(Patience).Find(new SocketQuestion(own.Inode, 80)).Should().BeNull();
    }

    [Fact]
    public void is_nobody_if_there_is_no_time() =>
        new SocketOwners(TimeSpan.Zero).Find(new SocketQuestion(NetworkNamespaceInodes.First, 1)).Should().BeNull();

    [Fact]
    public void is_looked_for_in_tables_as_the_kernel_writes_them()
    {
        SocketTable table = new("""
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:0277 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
               1: 0100007F:A1B2 0200007F:0277 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
               2: 0100007F:A1B3 0100007F:0277 06 00000000:00000000 03:00001771 00000000     0        0 0 3 0000000000000000
               3: garbage
               4: 0000000000000000FFFF00000100007F:0050 B80D0120000000000000000001000000:1F90 01 0:0 0:0 0 0 0 4713 1 0
               5: 0000000000000000FFFF00000100007F:0050 0000000000000000FFFF00000200007F:1F90 01 0:0 0:0 0 0 0 4714

            """u8);
        List<string> sockets = [];
        while (table.Next())
        {
            sockets.Add($"{table.Inode} {table.LocalPort} {table.Peer} {table.PeerPort} {table.IsListening}");
        }

        sockets.Should().Equal(
            "4711 631 0.0.0.0 0 True",
            "4712 41394 127.0.0.2 631 False",
            "4713 80 2001:db8::1 8080 False",
            "4714 80 127.0.0.2 8080 False");
    }

    private static TcpListener Listen(string address)
    {
        TcpListener listener = new(IPAddress.Parse(address), 0);
        listener.Start();
        return listener;
    }
}
