namespace TcpResets.Guides;

/// <summary>Files that a build makes.</summary>
internal static class Output
{
    /// <summary>Writes a file unless it holds that text already, so that what is made of it need not be made again.</summary>
    public static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
