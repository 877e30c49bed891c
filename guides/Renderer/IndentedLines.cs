using System.Text;
using TcpResets.Commands;

namespace TcpResets.Guides;

/// <summary>Collects the lines of a text, marks each one, and knows how far in they stand.</summary>
internal sealed class IndentedLines
{
    private readonly StringBuilder text = new();
    private string indent = "";
    private string? marker;

    /// <summary>The columns a line may use behind its indent on a terminal nobody has resized.</summary>
    public int Width => Columns.Page - indent.Length;

    /// <summary>Adds words as one line, which the command fills.</summary>
    public void Add(IReadOnlyList<Word> words)
    {
        IEnumerable<string> firm = words.Select(word => word.Text.Replace(' ', GuideMark.FirmBlank));
        text.Append(indent.Length).Append(marker ?? indent).AppendJoin(' ', firm).Append('\n');
        marker = null;
    }

    /// <summary>Adds lines as they are.</summary>
    public void Add(List<Word> lines)
    {
        foreach (Word line in lines)
        {
            text.Append(GuideMark.AsItIs).Append($"{marker ?? indent}{line.Text}".TrimEnd()).Append('\n');
            marker = null;
        }
    }

    public void AddEmpty() => text.Append(GuideMark.AsItIs).Append('\n');

    /// <summary>Adds what is not shown.</summary>
    public void AddMark(char mark, string content) => text.Append(mark).Append(content).Append('\n');

    /// <summary>Adds an empty line before a block, except at the top of the page and of a list's item.</summary>
    public void Gap()
    {
        if (text.Length > 0 && marker is null)
        {
            AddEmpty();
        }
    }

    /// <summary>Moves what follows to the right until disposed; the first line shows <paramref name="first"/> there.</summary>
    public IDisposable Indent(string first)
    {
        var outer = new Outer(this, indent);
        marker = first.Trim().Length > 0 ? indent + first : null;
        indent += new string(' ', first.Length);
        return outer;
    }

    public override string ToString() => text.ToString();

    private sealed class Outer(IndentedLines lines, string indent) : IDisposable
    {
        public void Dispose() => lines.indent = indent;
    }
}
