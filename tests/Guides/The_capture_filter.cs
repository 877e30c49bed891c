using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Guides;

public sealed class The_capture_filter
{
    private const string Filter = "tcp[tcpflags] & tcp-rst != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)";

    /// <summary>Nobody listens there; the last reset comes from there.</summary>
    private const int LastPort = 7;

    [Fact]
    public void is_the_one_that_the_guide_gives() =>
        GuideCommand.Of(GuideFiles.Of(GuideFiles.ByHand))
            .Where(c => c.Text.StartsWith("timeout", StringComparison.Ordinal) && c.Text.Contains("tcp-rst"))
            .Should().HaveCount(3).And.OnlyContain(c => c.Text.Contains($"'{Filter}'"));

    [Fact]
    public async Task catches_every_reset_of_both_families_and_nothing_else()
    {
        (string[] all, string[] caught) = await OwnNetwork.Run(() =>
        {
            using var witness = new Capture("tcp");
            using var filtered = new Capture(Filter);
            foreach (IPAddress address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
            {
                MakeEveryKindOfEnd(address);
            }

            Refuse(IPAddress.IPv6Loopback, LastPort);
            return (witness.LinesUpTo($".{LastPort} > "), filtered.LinesUpTo($".{LastPort} > "));
        });

        string[] resets = [.. all.Where(line => line.Contains("Flags [R"))];
        resets.Count(line => line.Contains(" IP ")).Should().Be(3, "a refusal, an abort and a close with unread data over IPv4");
        resets.Count(line => line.Contains(" IP6 ")).Should().Be(4, "the same over IPv6, and the last one");
        all.Length.Should().BeGreaterThan(2 * resets.Length, "other segments must have been there to be left out");
        caught.Should().Equal(resets);
    }

    private static void MakeEveryKindOfEnd(IPAddress address)
    {
        Refuse(address, 9);
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        foreach (End end in Enum.GetValues<End>())
        {
            using var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint!);
            using Socket server = listener.Accept();
            client.Send("hello, RST"u8);
            server.Poll(-1, SelectMode.SelectRead);
            if (end != End.Unread)
            {
                server.Receive(new byte[64]);
            }

            server.LingerState = new LingerOption(end == End.Abort, 0);
        }
    }

    private static void Refuse(IPAddress address, int port)
    {
        using var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        client.Invoking(c => c.Connect(address, port)).Should().Throw<SocketException>();
    }

    private enum End
    {
        Orderly,
        Abort,
        Unread,
    }

    /// <summary>
    /// A tcpdump that prints one line a packet, and is known to listen. In immediate mode its ring has room for few packets of full
    /// length, and would lose some: hence -s.
    /// </summary>
    private sealed class Capture : IDisposable
    {
        private readonly RunningProgram tcpdump;

        public Capture(string filter)
        {
            tcpdump = Shell.Start($"exec tcpdump -nn -t -S -l -s 256 --immediate-mode -i any '{filter}'");
            while (!tcpdump.NextLine().Text.StartsWith("listening on", StringComparison.Ordinal))
            {
            }
        }

        public string[] LinesUpTo(string mark)
        {
            var lines = new List<string>();
            while (lines.Count == 0 || !(lines[^1].Contains(mark) && lines[^1].Contains("Flags [R")))
            {
                lines.Add(tcpdump.NextLine().Text);
            }

            return [.. lines];
        }

        public void Dispose() => tcpdump.Dispose();
    }
}
