using System.Buffers.Text;

namespace TcpResets.Linux;

/// <summary>The CPUs that this machine can have, and those that it has.</summary>
internal static class Processors
{
    private const string Possible = "/sys/devices/system/cpu/possible";
    private const string Online = "/sys/devices/system/cpu/online";

    /// <summary>One more than the highest number that a CPU can have: not how many there are, since there may be gaps below.</summary>
    public static int NumberAfterLast(out int errno) => NumberAfterLast(Possible, out errno);

    /// <summary>
    /// The same of those that run now, 1 at the least: a virtual machine of two may have room for hundreds, which never come.
    /// </summary>
    public static int NumberAfterLastOnline() => Math.Max(1, NumberAfterLast(Online, out _));

    private static int NumberAfterLast(string path, out int errno)
    {
        errno = FileTree.Read(path, out byte[] content);
        if (errno != 0)
        {
            return 0;
        }

        errno = TryReadLast(content, out int last) ? 0 : Errno.Invalid;
        return last + 1;
    }

    /// <summary>Reads the highest number, the last, of a list as <c>0,2-3</c> (Documentation/admin-guide/cputopology.rst).</summary>
    public static bool TryReadLast(ReadOnlySpan<byte> list, out int last)
    {
        list = list.TrimEnd((byte)'\n');
        list = list[(list.LastIndexOfAny((byte)',', (byte)'-') + 1)..];
        return Utf8Parser.TryParse(list, out last, out int read) && read == list.Length;
    }
}
