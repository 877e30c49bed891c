using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>ioctl_tty(2).</summary>
internal static unsafe partial class TerminalDevice
{
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ, on every architecture that .NET knows

    /// <summary>The size of the terminal that a descriptor leads to; zeros if it leads to none, or the terminal does not tell.</summary>
    public static (int Columns, int Rows) Size(int descriptor)
    {
        ushort* size = stackalloc ushort[4]; // struct winsize: rows, columns, and both in pixels
        return ioctl(descriptor, GetWindowSize, size) == 0 ? (size[1], size[0]) : default;
    }

    [LibraryImport(Libc.Name)]
    private static partial int ioctl(int descriptor, nuint request, void* argument);
}
