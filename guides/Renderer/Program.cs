using Markdig;
using Markdig.Syntax;
using TcpResets.Guides;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: GuideRenderer <directory of .md files> <output directory>");
    return 2;
}

try
{
    Directory.CreateDirectory(args[1]);
    MarkdownPipeline pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().Build();
    List<(string Name, string Title)> pages = [];
    foreach (string path in Directory.EnumerateFiles(args[0], "*.md").Order(StringComparer.Ordinal))
    {
        string name = Path.GetFileNameWithoutExtension(path);
        MarkdownDocument document = Markdown.Parse(File.ReadAllText(path), pipeline);
        HtmlPage page = new(document, pipeline);
        pages.Add((name, page.Title));
        Output.WriteIfChanged(Path.Join(args[1], name + ".html"), page.Render());
        Output.WriteIfChanged(Path.Join(args[1], name + ".txt"), new TerminalText().Render(document));
    }

    Output.WriteIfChanged(Path.Join(args[1], "index.html"), HtmlPage.Index(pages));
    return 0;
}
catch (IOException exception)
{
    Console.Error.WriteLine($"GuideRenderer: {exception.Message}");
    return 1;
}
