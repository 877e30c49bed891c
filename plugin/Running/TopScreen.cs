using System.Globalization;
using System.Text;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Services;
using TcpResets.Terminal;

namespace TcpResets.Running;

/// <summary>The live table of <c>top</c>: drawn anew each second, and after a key, each time as large as the terminal is.</summary>
internal sealed class TopScreen(TopFeed feed, TopView view, FlowOwners owners, string origin, Func<bool> endsWhen)
{
    private const long Second = 1_000_000;
    private const int LongestText = 64;
    private const char Escape = '\e', Backspace = '\b', Delete = '\u007f';

    private readonly OutputBuffer output = new();
    private bool isTyping;

    /// <summary>Draws until it is told to end, or until so many microseconds since boot.</summary>
    public void Run(long end)
    {
        long next = 0;
        while (!endsWhen() && ClockGetTime.Boottime() < end)
        {
            if (ClockGetTime.Boottime() >= next)
            {
                feed.Refresh();
                next = ClockGetTime.Boottime() + Second;
            }

            if (!Draw())
            {
                return;
            }

            // A signal ends the wait, of a resized terminal (SIGWINCH) too if anybody handles it: else it is seen within the second.
            PollResult result = Poll.Readable(FileDescriptor.Stdin, Math.Min(next, end) - ClockGetTime.Boottime(), out _);
            if (result is PollResult.Invalid or PollResult.Failed || (result == PollResult.Readable && !TakeKeys()))
            {
                return;
            }
        }
    }

    private bool TakeKeys()
    {
        Span<byte> keys = stackalloc byte[64];
        int length = FileDescriptor.Read(FileDescriptor.Stdin, keys);
        if (length <= 0)
        {
            return length == -Errno.Interrupted;
        }

        foreach (byte key in keys[..length])
        {
            if (!(isTyping ? TakeText((char)key) : TakeKey((char)key)))
            {
                return false;
            }
        }

        return true;
    }

    private bool TakeText(char key)
    {
        switch (key)
        {
            case '\n' or '\r':
                isTyping = false;
                break;
            case Escape:
                isTyping = false;
                view.Text = "";
                break;
            case Backspace or Delete:
                view.Text = view.Text.Length > 0 ? view.Text[..^1] : "";
                break;
            case >= ' ' and < Delete when view.Text.Length < LongestText:
                view.Text += key;
                break;
        }

        return true;
    }

    private bool TakeKey(char key)
    {
        switch (key)
        {
            case 'q':
                return false;
            case 'r':
                view.Order = TopOrder.Rate;
                break;
            case 't':
                view.Order = TopOrder.Total;
                break;
            case 's':
                view.Order = TopOrder.Since;
                break;
            case 'l':
                view.Order = TopOrder.Last;
                break;
            case 'd':
                view.Direction = view.Direction is not { } direction ? Direction.Received
                    : direction == Direction.Ignored ? null : direction + 1;
                break;
            case '/':
                isTyping = true;
                view.Text = "";
                break;
        }

        return true;
    }

    private bool Draw()
    {
        (int columns, int rows) = TerminalDevice.Size(FileDescriptor.Stdout);
        columns = columns > 0 ? columns : 80;
        rows = rows > 0 ? rows : 24;
        IReadOnlyList<Flow> shown = view.Select(feed.Table.Rows);
        owners.Learn(shown, ClockGetTime.Boottime());
        TopTable table = new(columns, owners.Of);
        int room = Math.Max(0, rows - 3);
        output.Write("\e[H"u8);
        string rate = view.Rate.ToString("0.0", CultureInfo.InvariantCulture);
        string text = view.Text.Length > 0 ? view.Text : "any";
        Line($"{rate} resets/s, {view.Total} in {shown.Count} rows; {feed.Problem ?? origin}", columns);
        string keys = $"sort r t s l: {Words<TopOrder>.Of(view.Order)}   d: {Of(view.Direction)}   /: {text}   q: end";
        Line(isTyping ? $"show only: {view.Text}_" : keys, columns);
        if (Screen.HasColors)
        {
            output.Write("\e[7m"u8);
        }

        Line(table.Head(shown, room).PadRight(columns), columns);
        output.Write("\e[m"u8);
        for (int row = 0; row < Math.Min(room, shown.Count); row++)
        {
            Line(table.Row(shown[row]), columns, isLast: row == room - 1);
        }

        output.Write("\e[J"u8); // what is left of a longer table
        return output.Flush(FileDescriptor.Stdout, endsWhen) == 0;
    }

    private static string Of(Direction? direction) => direction is { } one ? Words<Direction>.Of(one) : "all";

    private void Line(string text, int columns, bool isLast = false)
    {
        output.Write("\e[K"u8); // what stood there; behind a full line it would take the last column away
        output.Write(Encoding.UTF8.GetBytes(PlainText.Of(text, columns, keepsBlanks: true)));
        output.Write(isLast ? ""u8 : "\r\n"u8);
    }
}
