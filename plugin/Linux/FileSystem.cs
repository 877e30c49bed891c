using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>statfs(2): what a file stands on.</summary>
internal static unsafe partial class FileSystem
{
    private const int Flags = 10;
    private const long NoSetUserId = 2; // ST_NOSUID

    /// <summary>False where it is mounted nosuid, so that no program of it is given what its file has.</summary>
    public static bool GivesPrivileges(string path)
    {
        // struct statfs is 120 bytes on every 64-bit Linux, f_flags its eleventh long.
        long* statfs = stackalloc long[16];
        return FileSystem.statfs(path, statfs) != 0 || (statfs[Flags] & NoSetUserId) == 0;
    }

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statfs(string path, void* buffer);
}
