using System.Runtime.InteropServices;
using System.Text;

namespace TcpResets.Linux;

/// <summary>localtime_r(3) and strftime(3): the framework's own time zones would add 200 kB to the executable.</summary>
internal static unsafe partial class LocalTime
{
    /// <summary>The local date and time, as in <c>2026-11-24 06:10:04</c>.</summary>
    public static string Now()
    {
        // struct tm has 56 bytes (ctime(3)); the zone is read again by localtime(3) only, so ask for it.
        byte* tm = stackalloc byte[64];
        long seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        tzset();
        _ = localtime_r(&seconds, tm);
        byte* text = stackalloc byte[32];
        nuint length = strftime(text, 32, "%Y-%m-%d %H:%M:%S", tm);
        return Encoding.ASCII.GetString(text, (int)length);
    }

    [LibraryImport(Libc.Name)]
    private static partial void tzset();

    [LibraryImport(Libc.Name)]
    private static partial byte* localtime_r(long* seconds, byte* tm);

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nuint strftime(byte* text, nuint size, string format, byte* tm);
}
