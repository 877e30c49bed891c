using System.Net;
using System.Text;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>
/// To whom this host translates connections: what the kernel says, or, where it was built without that (CONFIG_NF_CONNTRACK_PROCFS),
/// <c>conntrack -L --dst-nat</c>.
/// </summary>
internal static class Translations
{
    private const string OfTheKernel = "/proc/thread-self/net/nf_conntrack";
    private const int Most = 10_000, Largest = 4 << 20;

    /// <summary>Those of the network namespace of this thread.</summary>
    public static List<string> Read()
    {
        if (!FileStatus.OfTarget(OfTheKernel).Exists)
        {
            return Parse(SystemProgram.Run("conntrack", "-L", "--dst-nat", "-p", "tcp"));
        }

        byte[] text = new byte[Largest];
        int length = BoundedFile.Read(OfTheKernel, text);
        return length <= 0 ? [] : Parse(Encoding.ASCII.GetString(text.AsSpan(0, length)));
    }

    /// <summary>The source of each answer that is not whom the client has called: whom it really speaks with, and does not know.</summary>
    public static List<string> Parse(string connections)
    {
        const string Source = "src=", Destination = "dst=", Port = "dport=", Answering = "sport=";
        List<string> addresses = [];
        foreach (string line in connections.Split('\n'))
        {
            int first = line.IndexOf(Source, StringComparison.Ordinal);
            int second = first < 0 ? -1 : line.IndexOf(Source, first + Source.Length, StringComparison.Ordinal);
            if (second < 0 || addresses.Count == Most || !line.Contains("tcp ", StringComparison.Ordinal))
            {
                continue;
            }

            string address = Word(line, Source, second);
            if (address == Word(line, Destination, first) && Word(line, Answering, second) == Word(line, Port, first))
            {
                continue;
            }

            if (IPAddress.TryParse(address, out IPAddress? parsed) && !addresses.Contains(Address.Of(parsed).ToString()))
            {
                addresses.Add(Address.Of(parsed).ToString());
            }
        }

        return addresses;
    }

    private static string Word(string line, string key, int from)
    {
        int at = line.IndexOf(key, from, StringComparison.Ordinal);
        return at < 0 ? "" : line[(at + key.Length)..].Split(' ')[0];
    }
}
