using System.IO.MemoryMappedFiles;
using System.Text;

namespace TcpResets.Tests.Fuzz.Driver;

/// <summary>
/// An input that does harm, kept in tests/Artefacts/fuzz. The one that is being read stands in a mapped file, which outlives the process,
/// whatever it dies of.
/// </summary>
internal sealed class Find : IDisposable
{
    private const int LongestName = 64;
    private const int MostShown = 1000;
    private const int Size = 1 << 16;
    private static readonly string Directory = Path.Join(Repository.Root, "tests", "Artefacts", "fuzz");
    private static readonly string Current = Path.Join(Directory, "current");

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public Find(Target target)
    {
        System.IO.Directory.CreateDirectory(Directory);
        file = MemoryMappedFile.CreateFromFile(Current, FileMode.Create, null, Size);
        view = file.CreateViewAccessor();
        view.WriteArray(0, Encoding.ASCII.GetBytes(target.Name.PadRight(LongestName)), 0, LongestName);
    }

    /// <summary>This one is read now.</summary>
    public void Note(byte[] input)
    {
        view.Write(LongestName, input.Length);
        view.WriteArray(LongestName + sizeof(int), input, 0, input.Length);
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    /// <summary>Keeps an input, and says how to read it again: the exit status.</summary>
    public static int Keep(string target, byte[] input, string why)
    {
        System.IO.Directory.CreateDirectory(Directory);
        string path = Path.Join(Directory,
            $"{target}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..8]}");
        File.WriteAllBytes(path, input);
        Console.WriteLine($"""

            FOUND in {target}: {why}
            the input{(input.Length > MostShown ? ", which is long" : "")}, as a line of tests/Fuzz/Corpus/{target}.txt:
            {Corpus.Write(input[..Math.Min(input.Length, MostShown)])}
            again: make fuzz FUZZ="{target} --input {path}"
            """);
        return 1;
    }

    /// <summary>The same of the input that the last run has died of.</summary>
    public static int KeepLast()
    {
        byte[] all = File.ReadAllBytes(Current);
        string target = Encoding.ASCII.GetString(all, 0, LongestName).Trim();
        int length = BitConverter.ToInt32(all, LongestName);
        return Keep(target, all.AsSpan(LongestName + sizeof(int), length).ToArray(), "the process has died of it");
    }
}
