namespace TcpResets.Guides;

/// <summary>Renders each guide into one directory: <c>NAME.html</c>, <c>NAME.txt</c>, and an <c>index.html</c>.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int CannotRender = 1;
    private const int WrongUsage = 2;

    private static int Main(string[] args) => Run(args, Console.Error);

    /// <summary>What the command line does; errors are one line each.</summary>
    internal static int Run(string[] args, TextWriter errors)
    {
        if (args.Length < 2)
        {
            errors.WriteLine("GuideRenderer: usage: GuideRenderer <.md file or directory of them>... <output directory>");
            return WrongUsage;
        }

        try
        {
            Render(args[..^1], args[^1]);
            return Done;
        }
        catch (Exception e) when (e is GuideException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"GuideRenderer: {e.Message}");
            return CannotRender;
        }
    }

    private static void Render(string[] inputs, string output)
    {
        IReadOnlyList<Guide> guides = GuideReader.ReadAll(inputs);
        Directory.CreateDirectory(output);
        foreach (Guide guide in guides)
        {
            OutputFile.Write(Path.Combine(output, guide.Name + ".txt"), TextPage.Render(guide));
            OutputFile.Write(Path.Combine(output, guide.Name + ".html"), HtmlPage.Render(guide));
        }

        OutputFile.Write(Path.Combine(output, "index.html"), IndexPage.Render(guides));
    }
}
