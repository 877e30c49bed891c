using System.CommandLine;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Commands;

/// <summary><c>guide</c>: what to do when an alert is raised.</summary>
internal static class GuideCommand
{
    private const string DefaultGuide = "10s_ipv4_tcp_resets_received";

    // Beyond, lines are hard to read; below, words would stand alone.
    private const int NarrowestPage = 40, UsualPage = 80, WidestPage = 100;

    // What people have chosen, quotes and all; else less, which with -R shows attributes as such; else, or where the first word is no
    // command, all at once. The shell within ends at what it cannot read.
    private const string Pager = """
        pager=${PAGER:-less -R}
        (eval "set -- $pager" && command -v "$1") </dev/null >/dev/null 2>&1 || pager=cat
        export LESS="${LESS-R}"
        eval "exec $pager"
        """;

    public static Command Create()
    {
        Argument<string?> about = new("about")
        {
            Description = "As in 'sent' or 'limits', an alert, or a dimension as in 'established'; without it, 'received'.",
            HelpName = "about", // else it is all words that complete it
            Arity = ArgumentArity.ZeroOrOne,
        };

        // Only when they are asked for: they stand in the guides, which the plugin, as the agent runs it, does not unpack.
        about.CompletionSources.Add(_ => Words());
        about.Validators.Add(result =>
        {
            string? word = result.Tokens.Count > 0 ? result.Tokens[0].Value : null;
            if (word is not null && FileOf(word) is null && !Words().Contains(word))
            {
                result.AddError($"'{word}' has no guide; there is: {string.Join(", ", Words())}.");
            }
        });
        Option<bool> html = new("--html") { Description = "Print the page that the agent serves instead of text." };

        Command guide = new("guide", "Print what to do when an alert is raised.") { about, html };
        guide.SetAction(result => Print(
            result.GetValue(about) ?? DefaultGuide, result.GetValue(html), result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return guide;
    }

    private static int Print(string about, bool html, TextWriter output, TextWriter errors)
    {
        // The environment is followed from here on, and a pager may be started: with no more rights than the user has anyway. Those of
        // another user or group, as set-user-ID gives them, cannot all be given up: then there is no pager.
        if (!Privileges.DropAll())
        {
            errors.WriteLine($"{Executable.Called}: cannot give up its privileges");
            return ExitCode.CannotWork;
        }

        if (html)
        {
            string file = FileOf(about) ?? Names().First(name => Text(name).Dimensions.Contains(about));
            output.Write(Encoding.UTF8.GetString(Executable.Guide(file + ".html")));
            return ExitCode.Done;
        }

        bool terminal = FileDescriptor.IsTerminal(FileDescriptor.Stdout);
        (int columns, int rows) = TerminalDevice.Size(FileDescriptor.Stdout);
        string page = Page(about, terminal ? Width(columns) : UsualPage);
        bool capable = terminal && Variable("TERM") is not (null or "dumb");
        page = capable && Variable("NO_COLOR") is null ? page : WithoutAttributes(page); // no-color.org
        if (capable && page.AsSpan().Count('\n') >= rows && !Privileges.AreOfAnotherUser)
        {
            Exec.Shell(Pager, "guide", Encoding.UTF8.GetBytes(page));
        }

        output.Write(page);
        return ExitCode.Done;
    }

    private static string Page(string about, int width)
    {
        StringBuilder page = new();
        if (FileOf(about) is string file)
        {
            Text(file).Print(page, width);
        }
        else
        {
            foreach (string name in Names())
            {
                Text(name).Print(page, width, about);
            }
        }

        return page.ToString();
    }

    private static int Width(int columns) => Math.Clamp(
        columns > 0 || int.TryParse(Variable("COLUMNS"), out columns) ? columns : UsualPage, NarrowestPage, WidestPage);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // One guide serves both families, and the alerts that only feed another one.
    private static string? FileOf(string about)
    {
        string word = GuideName.OfAlert(about) ?? about;
        return Dimensions().Contains(about) ? null : Names().FirstOrDefault(name => name == about || GuideName.Short(name) == word);
    }

    private static IEnumerable<string> Names() =>
        Executable.GuideFiles.Where(file => file.EndsWith(".txt", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!);

    private static IEnumerable<string> Words() => [.. Names().Select(GuideName.Short), .. Dimensions()];

    private static GuideText Text(string name) => new(Encoding.UTF8.GetString(Executable.Guide(name + ".txt")));

    private static SortedSet<string> Dimensions() => new(Names().SelectMany(name => Text(name).Dimensions), StringComparer.Ordinal);

    // ECMA-48, 8.3.117, Select Graphic Rendition: CSI, parameters, m. A regular expression would cost 250 kB of executable.
    private static string WithoutAttributes(string text)
    {
        StringBuilder plain = new(text.Length);
        bool inAttribute = false;
        foreach (char c in text)
        {
            inAttribute |= c == '\e';
            if (!inAttribute)
            {
                plain.Append(c);
            }

            inAttribute &= c != 'm';
        }

        return plain.ToString();
    }
}
