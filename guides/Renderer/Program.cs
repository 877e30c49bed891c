namespace TcpResets.Guides;

/// <summary>Renders each guide of one directory into another: <c>NAME.html</c>, <c>NAME.txt</c>, and an <c>index.html</c>.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int CannotRender = 1;
    private const int WrongUsage = 2;

    private static int Main(string[] args) => Run(args, Console.Error);

    /// <summary>What the command line does; errors are one line each.</summary>
    internal static int Run(string[] args, TextWriter errors)
    {
        if (args.Length != 2)
        {
            errors.WriteLine("GuideRenderer: usage: GuideRenderer <directory of .md files> <output directory>");
            return WrongUsage;
        }

        try
        {
            Render(args[0], args[1]);
            return Done;
        }
        catch (Exception e) when (e is GuideException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"GuideRenderer: {e.Message}");
            return CannotRender;
        }
    }

    private static void Render(string input, string output)
    {
        IReadOnlyList<Guide> guides = GuideReader.ReadAll(input);
        Directory.CreateDirectory(output);
        foreach (Guide guide in guides)
        {
            OutputFile.Write(Path.Combine(output, guide.Name + ".txt"), TextPage.Render(guide));
            OutputFile.Write(Path.Combine(output, guide.Name + ".html"), HtmlPage.Render(guide));
        }

        OutputFile.Write(Path.Combine(output, "index.html"), IndexPage.Render(guides));
    }
}
