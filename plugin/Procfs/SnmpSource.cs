using TcpResets.Logging;
using TcpResets.Resets;

namespace TcpResets.Procfs;

/// <summary>
/// Source <c>snmp</c>: the counters that every Linux gives without privileges. IPv4 and IPv6 share them, so all numbers stand under
/// <see cref="Family.IPv4"/>.
/// </summary>
internal sealed class SnmpSource : ResetSource
{
    private readonly string procNet;
    private readonly Log log;

    private readonly ProcTableReader tcp;
    private readonly SnmpCounter attemptFails = new("AttemptFails");
    private readonly SnmpCounter estabResets = new("EstabResets");
    private readonly SnmpCounter outRsts = new("OutRsts");
    private readonly SnmpCounter inSegs = new("InSegs");
    private readonly SnmpCounter inDestUnreachs = new("InDestUnreachs");
    private readonly SnmpCounter outEchos = new("OutEchos");
    private readonly SnmpCounter outDatagrams = new("OutDatagrams");

    private readonly ProcTableReader tcpExt;
    private readonly SnmpCounter abortOnClose = new("TCPAbortOnClose");
    private readonly SnmpCounter abortOnData = new("TCPAbortOnData");
    private readonly SnmpCounter abortOnTimeout = new("TCPAbortOnTimeout");
    private bool everReadTcpExt;

    private readonly SnmpCounter[] ofSnmp, counters;
    private int missingColumns;

    /// <summary>Opens nothing yet.</summary>
    public SnmpSource(string procNet, Log log)
    {
        this.procNet = procNet;
        this.log = log;
        tcp = new ProcTableReader(Path.Join(procNet, "snmp"), "Tcp:", log);
        tcpExt = new ProcTableReader(Path.Join(procNet, "netstat"), "TcpExt:", log);
        ofSnmp = [attemptFails, estabResets, outRsts, inSegs, inDestUnreachs, outEchos, outDatagrams];
        counters = [.. ofSnmp, abortOnClose, abortOnData, abortOnTimeout];
    }

    public override SourceKind SourceKind => SourceKind.Snmp;

    public override bool IsHostWide => false;

    public override void Read(ResetCounts counts)
    {
        bool readTcp = tcp.Read(out SnmpTable tcpTable);
        attemptFails.Read(tcpTable);
        estabResets.Read(tcpTable);
        outRsts.Read(tcpTable);
        inSegs.Read(tcpTable);
        SnmpTable icmpTable = tcpTable.Beside("Icmp:"u8);
        inDestUnreachs.Read(icmpTable);
        outEchos.Read(icmpTable);
        outDatagrams.Read(tcpTable.Beside("Udp:"u8));

        bool readTcpExt = tcpExt.Read(out SnmpTable tcpExtTable);
        everReadTcpExt |= readTcpExt;
        abortOnClose.Read(tcpExtTable);
        abortOnData.Read(tcpExtTable);
        abortOnTimeout.Read(tcpExtTable);

        if (readTcp && (readTcpExt || !everReadTcpExt))
        {
            LogMissingColumns(readTcpExt);
        }

        BeginAnewIfOneHasGoneBack();
        CountReceived(counts, readTcpExt || !everReadTcpExt);
        CountSent(counts);
    }

    public override void Dispose()
    {
        tcp.Dispose();
        tcpExt.Dispose();
    }

    private void BeginAnewIfOneHasGoneBack()
    {
        bool goneBack = false;
        foreach (SnmpCounter counter in counters)
        {
            goneBack |= counter.HasGoneBack;
        }

        if (goneBack)
        {
            foreach (SnmpCounter counter in counters)
            {
                counter.BeginAnew();
            }
        }
    }

    // What is to be subtracted stands in the other file. If only that one fails now, wait for it: what has grown meanwhile is
    // counted then. If it has never been there, the estimate without it is the best there is.
    private void CountReceived(ResetCounts counts, bool canSubtract)
    {
        if (!attemptFails.IsThere || !estabResets.IsThere || !canSubtract)
        {
            counts.Forget(Family.IPv4, Kind.AllReceived);
            return;
        }

        // Without the others, what is subtracted could hide resets.
        ulong unreachable = inDestUnreachs.TakeGrowth();
        bool knowsIcmp = inDestUnreachs.IsThere && outEchos.IsThere && outDatagrams.IsThere;
        SnmpEstimate estimate = new()
        {
            AttemptFails = attemptFails.TakeGrowth(),
            EstabResets = estabResets.TakeGrowth(),
            AbortOnClose = abortOnClose.TakeGrowth(),
            AbortOnData = abortOnData.TakeGrowth(),
            AbortOnTimeout = abortOnTimeout.TakeGrowth(),
            InDestUnreachs = knowsIcmp ? unreachable : 0,
            OutDatagrams = outDatagrams.TakeGrowth(),
            OutEchos = outEchos.TakeGrowth(),
            InSegs = inSegs.IsThere ? inSegs.TakeGrowth() : ulong.MaxValue,
        };
        counts.Add(Family.IPv4, Kind.AllReceived, estimate.Received);
    }

    private void LogMissingColumns(bool readTcpExt)
    {
        int missing = 0;
        int read = readTcpExt ? counters.Length : ofSnmp.Length; // those of netstat come last
        for (int i = 0; i < read; i++)
        {
            missing |= counters[i].IsThere ? 0 : 1 << i;
        }

        if (missing != missingColumns)
        {
            missingColumns = missing;
            LogMissingColumns(missing);
        }
    }

    // On its own, since what its lambda captures is allocated wherever the method is entered.
    private void LogMissingColumns(int missing)
    {
        string names = string.Join(", ", counters.Where((_, i) => (missing & (1 << i)) != 0).Select(counter => counter.Column));
        log.Write(
            missing == 0 ? LogLevel.Info : LogLevel.Warning,
            missing == 0
                ? $"{procNet}: all columns are there"
                : $"{procNet}: this kernel does not show {names}; what needs them is left out");
    }

    private void CountSent(ResetCounts counts)
    {
        if (outRsts.IsThere)
        {
            counts.Add(Family.IPv4, Kind.AllSent, outRsts.TakeGrowth());
        }
        else
        {
            counts.Forget(Family.IPv4, Kind.AllSent);
        }
    }
}
