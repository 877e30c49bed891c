using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>mmap(2), munmap(2).</summary>
internal static unsafe partial class MemoryMap
{
    private const int ProtectionRead = 1;
    private const int Shared = 1;

    /// <summary>Maps so many bytes from the start, for reading; the descriptor may be closed afterwards.</summary>
    /// <returns>Where, or -1.</returns>
    public static nint Read(int descriptor, nuint length, out int errno)
    {
        nint address = mmap(0, length, ProtectionRead, Shared, descriptor, 0);
        errno = address == -1 ? Marshal.GetLastPInvokeError() : 0;
        return address;
    }

    public static bool Unmap(nint address, nuint length) => munmap(address, length) == 0;

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Libc.Name)]
    private static partial int munmap(nint address, nuint length);
}
