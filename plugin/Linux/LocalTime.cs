using System.Runtime.InteropServices;
using System.Text;

namespace TcpResets.Linux;

/// <summary>localtime_r(3) and strftime(3): the framework's own time zones would add 200 kB to the executable.</summary>
internal static unsafe partial class LocalTime
{
    private const int Longest = 32;

    /// <summary>The local date and time, as in <c>2026-11-24 06:10:04</c>.</summary>
    public static string Now()
    {
        Span<byte> text = stackalloc byte[Longest];
        return Encoding.ASCII.GetString(text[..Format(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), "%Y-%m-%d %H:%M:%S", text)]);
    }

    /// <summary>The local time of day, as in <c>06:10:04</c>, of a time in seconds since 1970: how many bytes of the text.</summary>
    public static int OfDay(long seconds, Span<byte> text) => Format(seconds, "%H:%M:%S", text);

    private static int Format(long seconds, string format, Span<byte> text)
    {
        // struct tm has 56 bytes (ctime(3)); the zone is read again by localtime(3) only, so ask for it.
        byte* tm = stackalloc byte[64];
        tzset();
        _ = localtime_r(&seconds, tm);
        fixed (byte* start = text)
        {
            return (int)strftime(start, (nuint)text.Length, format, tm);
        }
    }

    [LibraryImport(Libc.Name)]
    private static partial void tzset();

    [LibraryImport(Libc.Name)]
    private static partial byte* localtime_r(long* seconds, byte* tm);

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nuint strftime(byte* text, nuint size, string format, byte* tm);
}
