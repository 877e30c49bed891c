using System.Text;

namespace TcpResets.Guides;

/// <summary>Cuts styled text into words; a word may change its style in the middle, as in "<b>stop</b>,".</summary>
internal sealed class WordList
{
    private readonly List<Word> words = [];
    private readonly StringBuilder current = new();
    private int width;

    /// <summary>Adds text; white space in it parts words.</summary>
    public void Add(string text, Style style)
    {
        string[] parts = text.Split([' ', '\t', '\n']);
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                EndWord();
            }

            AddUnbroken(parts[i], style);
        }
    }

    /// <summary>Adds text whose white space does not part: a command must not be torn, it is there to be copied.</summary>
    public void AddUnbroken(string text, Style style)
    {
        if (text.Length > 0)
        {
            current.Append(Sgr.Apply(style, text));
            width += Columns.Of(text);
        }
    }

    /// <summary>The words added so far.</summary>
    public IReadOnlyList<Word> Finish()
    {
        EndWord();
        return words;
    }

    private void EndWord()
    {
        if (width > 0)
        {
            words.Add(new Word(current.ToString(), width));
        }

        current.Clear();
        width = 0;
    }
}
