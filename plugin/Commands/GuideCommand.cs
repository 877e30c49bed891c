using System.CommandLine;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Commands;

/// <summary><c>guide</c>: what to do when an alert is raised.</summary>
internal static class GuideCommand
{
    private const string DefaultGuide = "10s_ipv4_tcp_resets_received";

    public static Command Create()
    {
        Argument<string?> alert = new("alert")
        {
            Description = "The alert, or 'received', 'sent' or 'limits'; without it, 'received'.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        alert.CompletionSources.Add("received", "sent", "limits");
        alert.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && FileOf(result.Tokens[0].Value) is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' has no guide; there is: {string.Join(", ", Names())}.");
            }
        });
        Option<bool> html = new("--html") { Description = "Print the page that the agent serves instead of text." };

        Command guide = new("guide", "Print what to do when an alert is raised.") { alert, html };
        guide.SetAction(result =>
            Print(result.GetValue(alert) ?? DefaultGuide, result.GetValue(html), result.InvocationConfiguration.Output));
        return guide;
    }

    private static int Print(string alert, bool html, TextWriter output)
    {
        string text = Encoding.UTF8.GetString(Executable.Guide(FileOf(alert) + (html ? ".html" : ".txt")));

        // https://no-color.org; a pager or a file gets text without attributes, too.
        bool plain = !FileDescriptor.IsTerminal(FileDescriptor.Stdout)
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        output.Write(plain && !html ? WithoutAttributes(text) : text);
        return ExitCode.Done;
    }

    // One guide serves both families, and the alerts that only feed another one.
    private static string? FileOf(string alert) =>
        Names().FirstOrDefault(name => name == alert || name.EndsWith("_" + alert.Split('_')[^1], StringComparison.Ordinal));

    private static IEnumerable<string> Names() =>
        Executable.GuideFiles.Where(file => file.EndsWith(".txt", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!);

    // ECMA-48, 8.3.117, Select Graphic Rendition: CSI, parameters, m. A regular expression would cost 250 kB of executable.
    private static string WithoutAttributes(string text)
    {
        StringBuilder plain = new(text.Length);
        bool inAttribute = false;
        foreach (char c in text)
        {
            inAttribute |= c == '\u001b';
            if (!inAttribute)
            {
                plain.Append(c);
            }

            inAttribute &= c != 'm';
        }

        return plain.ToString();
    }
}
