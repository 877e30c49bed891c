using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>
/// A line of a table each. A cell that is too long, as IPv6 makes them, pushes the next ones on: nothing of a peer is cut, and the columns
/// stand below each other again as soon as they can.
/// <paramref name="width"/> is the terminal's, in columns, 0 if it is none.
/// </summary>
internal sealed class TableResetPrinter(ResetClock clock, int width, bool isColored) : IResetPrinter
{
    private readonly ResetColumns columns = new(width);
    private readonly ServiceTexts services = new(new ResetColumns(width).ServiceCut);
    private int at; // the column of the cursor

    private static ReadOnlySpan<byte> Absent => "-"u8;

    public void Head(OutputBuffer output)
    {
        Color(output, "\e[1m"u8);
        at = 0;
        Cell(output, 0, "time"u8);
        Cell(output, columns.Direction, "direction"u8);
        Cell(output, columns.Kind, "kind"u8);
        Cell(output, columns.Service, "service"u8);
        Cell(output, columns.Role, "role"u8);
        Cell(output, columns.Local, columns.HasLocalAddress ? "local"u8 : "port"u8);
        Cell(output, columns.Peer, "peer"u8);
        Cell(output, columns.Stage, "stage"u8);
        RightCell(output, columns.Idle, "idle"u8);
        Cell(output, columns.Reason, "reason"u8);
        Color(output, "\e[m"u8);
        output.Write((byte)'\n');
    }

    public void Reset(OutputBuffer output, in ResetEvent reset, Service service, string reason)
    {
        Span<byte> text = stackalloc byte[AddressText.LongestWithPort];
        at = 0;
        Cell(output, 0, text[..clock.Local(reset, text)]);
        output.Blanks(columns.Direction - at);
        Color(output, ColorOf(reset));
        at = columns.Direction;
        Put(output, reset.IsExcluded ? "excluded"u8 : ResetWords.Direction(reset.Kind.Direction));
        Color(output, "\e[m"u8);
        Cell(output, columns.Kind, ResetWords.Kind(reset.Kind));
        ServiceText name = services.Of(service);
        Cell(output, columns.Service, name.Cell, name.Columns);
        Cell(output, columns.Role, ResetWords.Role(reset.Role));
        Cell(output, columns.Local, text[..(columns.HasLocalAddress
            ? AddressText.Format(reset.Local, reset.LocalPort, text)
            : AddressText.Format(reset.LocalPort, text))]);
        Cell(output, columns.Peer, text[..AddressText.Format(reset.Peer, reset.PeerPort, text)]);
        Cell(output, columns.Stage, ResetWords.Stage(reset.Stage));
        RightCell(output, columns.Idle, reset.TellsConnection ? text[..Duration.Format(clock.Idle(reset), text)] : Absent);
        if (columns.Reason >= 0)
        {
            Cell(output, columns.Reason, text[..Ascii(reason, text)]);
        }

        output.Write((byte)'\n');
    }

    public void Lost(OutputBuffer output, ulong resets)
    {
        Color(output, "\e[2m"u8);
        output.Write("-- "u8);
        output.Write(resets);
        output.Write(" more resets, of which only the number is known"u8);
        Color(output, "\e[m"u8);
        output.Write((byte)'\n');
    }

    private static ReadOnlySpan<byte> ColorOf(in ResetEvent reset) =>
        reset.IsExcluded || reset.Kind.Direction == Direction.Ignored ? "\e[2m"u8
        : reset.Kind.Direction == Direction.Received ? "\e[31m"u8
        : "\e[33m"u8;

    // A kernel's names are of letters, digits and underscores; BTF's strings could be anything.
    private static int Ascii(string reason, Span<byte> text)
    {
        int length = Math.Min(reason.Length, text.Length);
        for (int index = 0; index < length; index++)
        {
            text[index] = char.IsAsciiLetterOrDigit(reason[index]) || reason[index] == '_' ? (byte)reason[index] : (byte)'?';
        }

        return length;
    }

    private void Cell(OutputBuffer output, int column, ReadOnlySpan<byte> text) => Cell(output, column, text, text.Length);

    private void Cell(OutputBuffer output, int column, ReadOnlySpan<byte> text, int textColumns)
    {
        if (column < 0)
        {
            return;
        }

        if (column > 0)
        {
            int blanks = Math.Max(1, column - at);
            output.Blanks(blanks);
            at += blanks;
        }

        Put(output, text, textColumns);
    }

    private void RightCell(OutputBuffer output, int column, ReadOnlySpan<byte> text) =>
        Cell(output, column < 0 ? column : column + Math.Max(0, ResetColumns.IdleWidth - text.Length), text);

    private void Put(OutputBuffer output, ReadOnlySpan<byte> text) => Put(output, text, text.Length);

    private void Put(OutputBuffer output, ReadOnlySpan<byte> text, int textColumns)
    {
        output.Write(text.IsEmpty ? Absent : text);
        at += text.IsEmpty ? Absent.Length : textColumns;
    }

    private void Color(OutputBuffer output, ReadOnlySpan<byte> attribute)
    {
        if (isColored)
        {
            output.Write(attribute);
        }
    }
}
