using System.Text;

namespace TcpResets.Procfs;

/// <summary>One counter of /proc/net/snmp or netstat, and how much it has grown since it was last asked.</summary>
internal sealed class SnmpCounter(string column)
{
    private readonly byte[] name = Encoding.ASCII.GetBytes(column);
    private ulong current;
    private ulong last;
    private bool started;

    /// <summary>The column's name.</summary>
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
    /// The growth since the last call; 0 at the first. A counter that has gone back belongs to another network namespace or another
    /// boot: it begins anew there, and its growth is 0, too.
    /// </summary>
    public ulong TakeGrowth()
    {
        ulong growth = started && current >= last ? current - last : 0;
        last = current;
        started |= IsThere;
        return growth;
    }
}
