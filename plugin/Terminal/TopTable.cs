using System.Globalization;
using System.Text;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Services;

namespace TcpResets.Terminal;

/// <summary>The table of <c>top</c>: a line a row, never wider than the terminal.</summary>
/// <param name="width">Of the terminal, in columns; 0 if it is none: then nothing is cut.</param>
/// <param name="ownerOf">Tells the process of a row; null where none is known.</param>
internal sealed class TopTable(int width, Func<Flow, OwnerOfSocket?> ownerOf)
{
    private const int RateWidth = 6, TotalWidth = 7, SinceWidth = 8, RoleWidth = 6, PortWidth = 5, KindWidth = 13;
    private const int LeastPeer = 15, LeastService = 12, UsualService = 20, MostService = 28, MostProcess = 24;
    private const int LeastSparks = 5, MostSparks = 60;
    private const int Always = RateWidth + 1 + LeastService + 3 + LeastPeer + 1 + PortWidth + 1 + KindWidth;
    private const string Sparks = "▁▂▃▄▅▆▇█";

    private readonly StringBuilder line = new();
    private int peerWidth, serviceWidth, processWidth, sparks, rest;
    private bool hasTotal, hasSince, hasRole;

    /// <summary>The headings, fitted to the rows that are going to be shown: who and where first, then what there is room for.</summary>
    public string Head(IReadOnlyList<Flow> rows, int count)
    {
        int peer = LeastPeer, service = LeastService, process = 0;
        for (int index = 0; index < Math.Min(rows.Count, count); index++)
        {
            peer = Math.Max(peer, PeerOf(rows[index]).Length);
            service = Math.Max(service, PlainText.Width(PlainText.Of(ServiceOf(rows[index]), MostService)));
            process = ownerOf(rows[index]) is { } owner
                ? Math.Max(process, PlainText.Width(PlainText.Of(owner.ToString(), MostProcess))) : process;
        }

        rest = Math.Max((width == 0 ? int.MaxValue : width) - Always, 0);
        peerWidth = LeastPeer + UpTo(peer - LeastPeer);
        hasTotal = HasRoom(TotalWidth);
        hasSince = HasRoom(SinceWidth);
        sparks = HasRoom(LeastSparks) ? LeastSparks : 0;
        serviceWidth = LeastService + UpTo(Math.Min(service, UsualService) - LeastService);
        hasRole = HasRoom(RoleWidth);
        processWidth = process > 0 && HasRoom(process) ? process : 0;
        serviceWidth += UpTo(service - serviceWidth);
        sparks += sparks > 0 ? UpTo(MostSparks - LeastSparks) : 0;

        line.Clear();
        Right("rate/s", RateWidth);
        Right(hasTotal ? "total" : null, TotalWidth);
        Left(hasSince ? "since" : null, SinceWidth);
        Left("service", serviceWidth);
        Left(processWidth > 0 ? "process" : null, processWidth);
        Left(hasRole ? "role" : null, RoleWidth);
        Left("", 1);
        Left("peer", peerWidth);
        Right("port", PortWidth);
        Left("kind", sparks > 0 ? KindWidth : 0);
        Left(sparks > 0 ? $"last {sparks} min" is var text && text.Length <= sparks ? text : "min" : null, 0);
        return line.ToString().TrimEnd();
    }

    public string Row(Flow flow)
    {
        FlowKey key = flow.Key;
        line.Clear();
        double rate = flow.RecentRate;
        Right(rate.ToString(rate < 1000 ? "0.0" : "0", CultureInfo.InvariantCulture), RateWidth);
        Right(hasTotal ? flow.Count.ToString(CultureInfo.InvariantCulture) : null, TotalWidth);
        Span<byte> time = stackalloc byte[16];
        Left(hasSince ? Encoding.ASCII.GetString(time[..LocalTime.OfDay(flow.First / 1_000_000, time)]) : null, SinceWidth);
        Left(PlainText.Of(ServiceOf(flow), serviceWidth), serviceWidth);
        Left(processWidth > 0 ? PlainText.Of(ownerOf(flow)?.ToString() ?? "", processWidth) : null, processWidth);
        Left(!hasRole ? null : key.Role == Role.Unknown ? "-" : Words<Role>.Of(key.Role), RoleWidth);
        Left(Arrow(key.Kind), 1);
        Left(PlainText.Of(PeerOf(flow), peerWidth), peerWidth);
        Right(PortOf(flow), PortWidth);
        Left(key.IsExcluded ? "excluded" : key.Kind.ToString(), sparks > 0 ? KindWidth : 0);
        Left(sparks > 0 ? SparksOf(flow) : null, 0);
        return line.ToString().TrimEnd();
    }

    private bool HasRoom(int columns)
    {
        bool hasRoom = rest > columns;
        rest -= hasRoom ? columns + 1 : 0;
        return hasRoom;
    }

    private int UpTo(int columns)
    {
        int taken = Math.Min(columns, rest);
        rest -= taken;
        return taken;
    }

    /// <summary>Between this host's service and the peer: who has sent it; a cross if it has ended nothing.</summary>
    private static string Arrow(Kind kind) => kind == Kind.Excluded ? "" : kind.Direction switch
    {
        Direction.Received => "←",
        Direction.Sent => "→",
        _ => "×",
    };

    private static string PeerOf(Flow flow) => flow.IsOthers ? "" : flow.Key.Peer.ToString();

    private static string ServiceOf(Flow flow) => flow.IsOthers ? "(others)" : flow.Key.Service.Name;

    private static string PortOf(Flow flow)
    {
        int port = flow.Key.ServicePort != 0 ? flow.Key.ServicePort : flow.SameLocalPort != 0 ? flow.SameLocalPort : flow.SamePeerPort;
        return port == 0 ? "-" : port.ToString(CultureInfo.InvariantCulture);
    }

    // The current minute is the last one.
    private string SparksOf(Flow flow)
    {
        uint most = 1;
        for (int ago = 0; ago < sparks; ago++)
        {
            most = Math.Max(most, flow.MinuteAt(ago));
        }

        char[] marks = new char[sparks];
        for (int ago = 0; ago < sparks; ago++)
        {
            ulong resets = flow.MinuteAt(ago);
            marks[sparks - 1 - ago] = resets == 0 ? ' ' : Sparks[(int)(((resets * (ulong)Sparks.Length) - 1) / most)];
        }

        return new string(marks);
    }

    private void Left(string? text, int columns)
    {
        if (text is not null)
        {
            line.Append(line.Length > 0 ? " " : "").Append(text).Append(' ', Math.Max(0, columns - PlainText.Width(text)));
        }
    }

    private void Right(string? text, int columns)
    {
        if (text is not null)
        {
            line.Append(line.Length > 0 ? " " : "").Append(' ', Math.Max(0, columns - text.Length)).Append(text);
        }
    }
}
