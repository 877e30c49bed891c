using System.Text;

namespace TcpResets.Procfs;

/// <summary>One counter of /proc/net/snmp or netstat, and how much it has grown since it was last asked.</summary>
internal sealed class SnmpCounter(string column)
{
    private readonly byte[] name = Encoding.ASCII.GetBytes(column);
    private ulong current;
    private ulong last;
    private bool started;
    public string Column { get; } = column;

    /// <summary>True if the last <see cref="Read"/> found it.</summary>
    public bool IsThere { get; private set; }

    /// <summary>Takes the counter's value from a table; <c>default</c>, the empty one, has no columns.</summary>
    public void Read(in SnmpTable table)
    {
        IsThere = table.TryRead(name, out ulong value);
        current = IsThere ? value : current;
    }

    /// <summary>
    /// True if it has gone back since the last <see cref="TakeGrowth"/>: it now belongs to another network namespace or another boot,
    /// and so do the other counters of the same files, even those that are higher there.
    /// </summary>
    public bool HasGoneBack => started && current < last;

    /// <summary>Begins anew: the next <see cref="TakeGrowth"/> is 0.</summary>
    public void BeginAnew() => started = false;

    /// <summary>The growth since the last call; 0 at the first.</summary>
    public ulong TakeGrowth()
    {
        ulong growth = started && current >= last ? current - last : 0;
        last = current;
        started |= IsThere;
        return growth;
    }
}
