using System.Text;

namespace TcpResets.Packaging;

/// <summary>The alerts as an agent of some version understands them.</summary>
internal static class HealthFile
{
    private const string GuidesPath = "/guides/";
    private const string AddressInFile = "http://localhost:19999" + GuidesPath;

    /// <summary>The embedded file, for agents that know <c>summary:</c>.</summary>
    public static byte[] Full => Executable.Read(Executable.Health);

    /// <summary>The same without <c>summary:</c>, which older agents log as an error.</summary>
    public static byte[] WithoutSummaries => Encoding.UTF8.GetBytes(Strip(Encoding.UTF8.GetString(Full)));

    /// <summary>The same with the guides at another address than the one in the file, which works on the machine itself only.</summary>
    public static byte[] At(string address, byte[] content) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(AddressInFile, address + GuidesPath, StringComparison.Ordinal));

    /// <summary>Drops every line <c>summary:</c> with the lines that continue it: a backslash at the end joins lines.</summary>
    public static string Strip(string text)
    {
        StringBuilder kept = new(text.Length);
        bool drops = false;
        foreach (string line in text.Split('\n'))
        {
            drops = drops || line.TrimStart().StartsWith("summary:", StringComparison.Ordinal);
            if (!drops)
            {
                kept.Append(line).Append('\n');
            }

            drops = drops && line.EndsWith('\\');
        }

        return kept.ToString()[..^1];
    }
}
