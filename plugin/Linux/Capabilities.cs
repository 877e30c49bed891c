using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>capabilities(7) of the calling thread, each set as a mask of 1 &lt;&lt; CAP_…</summary>
internal static unsafe partial class Capabilities
{
    /// <summary>The highest number that a set has room for.</summary>
    public const int LastEver = 63;

    private const uint Version3 = 0x20080522;
    private const int ReadFromBoundingSet = 23;

    public static ulong Effective => Get().Effective;
    public static ulong Permitted => Get().Permitted;

    /// <summary>What a file can give at most: the bounding set.</summary>
    public static ulong Bounding
    {
        get
        {
            ulong bounding = 0;
            for (int capability = 0; capability <= LastEver; capability++)
            {
                bounding |= prctl(ReadFromBoundingSet, capability) == 1 ? 1UL << capability : 0;
            }

            return bounding;
        }
    }

    /// <summary>Changes what is in effect, within what is permitted; 0, or errno.</summary>
    public static int SetEffective(ulong effective)
    {
        Sets sets = Get();
        return Set(sets with { Effective = effective & sets.Permitted });
    }

    /// <summary>Gives up all of them, for good; 0, or errno.</summary>
    public static int DropAll() => Set(default);

    private static Sets Get()
    {
        Header header = new() { Version = Version3 };
        uint* data = stackalloc uint[6];
        return capget(&header, data) == 0
            ? new Sets(data[0] | ((ulong)data[3] << 32), data[1] | ((ulong)data[4] << 32), data[2] | ((ulong)data[5] << 32))
            : default;
    }

    private static int Set(Sets sets)
    {
        Header header = new() { Version = Version3 };
        uint* data = stackalloc uint[]
        {
            (uint)sets.Effective, (uint)sets.Permitted, (uint)sets.Inheritable,
            (uint)(sets.Effective >> 32), (uint)(sets.Permitted >> 32), (uint)(sets.Inheritable >> 32),
        };
        return capset(&header, data) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    [LibraryImport(Libc.Name)]
    private static partial int prctl(int option, nint capability);

    [LibraryImport(Libc.Name)]
    private static partial int capget(Header* header, uint* data);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int capset(Header* header, uint* data);

    private readonly record struct Sets(ulong Effective, ulong Permitted, ulong Inheritable);

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Version;
        public int Process;
    }
}
