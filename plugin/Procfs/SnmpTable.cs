using System.Buffers.Text;

namespace TcpResets.Procfs;

/// <summary>
/// One protocol of /proc/net/snmp or /proc/net/netstat: a line of names and a line of values, both beginning with the protocol
/// (<c>snmp_seq_show_tcp_udp()</c>, <c>netstat_seq_show()</c> in net/ipv4/proc.c). Columns are found by name: kernels add them
/// in the middle.
/// </summary>
internal readonly ref struct SnmpTable
{
    private readonly ReadOnlySpan<byte> file;
    private readonly ReadOnlySpan<byte> names;
    private readonly ReadOnlySpan<byte> values;

    private SnmpTable(ReadOnlySpan<byte> file, ReadOnlySpan<byte> names, ReadOnlySpan<byte> values)
    {
        this.file = file;
        this.names = names;
        this.values = values;
    }

    /// <summary>Finds the two lines of a protocol, given with its colon, as in <c>Tcp:</c>.</summary>
    /// <returns>False if a line is missing or cut, or if they differ in their number of columns: no value can be trusted then.</returns>
    public static bool TryFind(ReadOnlySpan<byte> file, ReadOnlySpan<byte> protocol, out SnmpTable table)
    {
        table = default;
        ReadOnlySpan<byte> rest = file;
        if (!TryTakeLine(ref rest, protocol, out ReadOnlySpan<byte> names)
            || !TryTakeLine(ref rest, protocol, out ReadOnlySpan<byte> values)
            || names.Count((byte)' ') != values.Count((byte)' '))
        {
            return false;
        }

        table = new SnmpTable(file, names, values);
        return true;
    }

    /// <summary>Another protocol of the same file; an empty table, which has no columns, if it is not there.</summary>
    public SnmpTable Beside(ReadOnlySpan<byte> protocol) => TryFind(file, protocol, out SnmpTable table) ? table : default;

    /// <summary>Reads the value of a column.</summary>
    /// <returns>False if there is no such column, or its value is no number from 0 to 2^64-1.</returns>
    public bool TryRead(ReadOnlySpan<byte> column, out ulong value)
    {
        value = 0;
        if (!TryFindColumn(column, out int index))
        {
            return false;
        }

        // Byte by byte: values are so short that a search for each blank would take longer.
        int start = 0;
        for (; index > 0; start++)
        {
            index -= values[start] == ' ' ? 1 : 0;
        }

        ReadOnlySpan<byte> field = values[start..];
        int end = field.IndexOf((byte)' ');
        field = end < 0 ? field : field[..end];
        return Utf8Parser.TryParse(field, out value, out int used) && used == field.Length;
    }

    private static bool TryTakeLine(scoped ref ReadOnlySpan<byte> file, ReadOnlySpan<byte> protocol, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int end = file.IndexOf((byte)'\n');
            if (end < 0)
            {
                line = default;
                return false;
            }

            line = file[..end];
            file = file[(end + 1)..];
            if (line.StartsWith(protocol))
            {
                return true;
            }
        }
    }

    // The index counts the blanks before the name, so that the protocol itself is column 0.
    private bool TryFindColumn(ReadOnlySpan<byte> column, out int index)
    {
        index = 0;
        for (int start = 0; ;)
        {
            int found = names[start..].IndexOf(column);
            if (found < 0)
            {
                return false;
            }

            start += found;
            int end = start + column.Length;
            if (start > 0 && names[start - 1] == ' ' && (end == names.Length || names[end] == ' '))
            {
                index = names[..start].Count((byte)' ');
                return true;
            }

            start++;
        }
    }
}
