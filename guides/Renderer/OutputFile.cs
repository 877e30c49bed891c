using System.Text;

namespace TcpResets.Guides;

/// <summary>Files that keep their time stamp while their content stays, so that a build after no change does nothing.</summary>
internal static class OutputFile
{
    /// <summary>Writes <paramref name="text"/> as UTF-8 unless the file says it already; whole or not at all.</summary>
    public static void Write(string path, string text)
    {
        byte[] content = new UTF8Encoding(false).GetBytes(text);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return;
        }

        // Two builds may render at the same time: neither may see half a file.
        string draft = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(draft, content);
        File.Move(draft, path, overwrite: true);
    }
}
