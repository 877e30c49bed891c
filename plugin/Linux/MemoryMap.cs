using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>mmap(2), munmap(2).</summary>
internal static unsafe partial class MemoryMap
{
    private const int ProtectionRead = 1;
    private const int ProtectionWrite = 2;
    private const int Shared = 1;

    /// <summary>Maps so many bytes from an offset, whole pages, for reading; the descriptor may be closed afterwards.</summary>
    /// <returns>Where, or -1.</returns>
    public static nint Read(int descriptor, nuint length, long offset, out int errno)
    {
        nint address = mmap(0, length, ProtectionRead, Shared, descriptor, offset);
        errno = address == -1 ? Marshal.GetLastPInvokeError() : 0;
        return address;
    }

    /// <summary>Maps so many bytes from the start, for reading and writing.</summary>
    /// <returns>Where, or -1.</returns>
    public static nint ReadAndWrite(int descriptor, nuint length) =>
        mmap(0, length, ProtectionRead | ProtectionWrite, Shared, descriptor, 0);

    public static bool Unmap(nint address, nuint length) => munmap(address, length) == 0;

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Libc.Name)]
    private static partial int munmap(nint address, nuint length);
}
