using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TcpResets.Guides;

namespace TcpResets.Tests.Guides;

/// <summary>A command that a guide tells its reader to run, and what the guide says it prints, if it says so.</summary>
internal sealed record GuideCommand(string Guide, string Text, string? Output)
{
    /// <summary>Code among words is a command when it begins with one of these and goes on.</summary>
    private static readonly string[] Tools =
        [
            "sysctl", "systemctl", "service", "ss", "ip", "nft", "nstat", "rm", "nsenter",
            "tcp-resets", "tcp-resets.plugin", "tcpdump", "tshark", "netdatacli", "curl",
        ];

    /// <summary>All commands of a guide: its blocks of language sh, and those among the words.</summary>
    public static IEnumerable<GuideCommand> Of(Guide guide)
    {
        Block[] blocks = [.. guide.Document];
        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i] is FencedCodeBlock { Info: "sh" } command)
            {
                string? output = i + 1 < blocks.Length && blocks[i + 1] is FencedCodeBlock { Info: "text" } shown
                    ? shown.Lines.ToString()
                    : null;
                yield return new GuideCommand(guide.Name, command.Lines.ToString(), output);
            }
        }

        foreach (CodeInline code in guide.Document.Descendants<CodeInline>())
        {
            string[] words = code.Content.Split(' ', 2);
            if (words.Length == 2 && Tools.Contains(words[0]))
            {
                yield return new GuideCommand(guide.Name, code.Content, null);
            }
        }
    }
}
