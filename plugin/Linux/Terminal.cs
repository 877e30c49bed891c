using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>ioctl_tty(2).</summary>
internal static unsafe partial class Terminal
{
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ

    /// <summary>How many columns a terminal has; <see cref="int.MaxValue"/> if it does not tell, or the descriptor is not one's.</summary>
    public static int Columns(int descriptor)
    {
        ushort* size = stackalloc ushort[4]; // struct winsize: rows, columns, and two of pixels
        return ioctl(descriptor, GetWindowSize, size) == 0 && size[1] > 0 ? size[1] : int.MaxValue;
    }

    [LibraryImport(Libc.Name)]
    private static partial int ioctl(int descriptor, nuint request, void* argument);
}
