using System.Buffers.Text;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>When a reset was: the kernel tells the time since boot, people want the wall clock's.</summary>
internal sealed class ResetClock(uint ticksPerSecond)
{
    private const int MicrosecondsPerSecond = 1_000_000;

    private readonly byte[] timeOfDay = new byte[16];
    private int timeOfDayLength;
    private long timeOfDaySecond = long.MinValue;
    private long offset;

    /// <summary>Compares the clocks, in microseconds each; somebody may set the one of the wall at any time.</summary>
    public void Set(long realtime, long boottime) => offset = realtime - boottime;

    /// <summary>Microseconds since 1970.</summary>
    public long Time(in ResetEvent reset) => ((long)reset.Time / 1000) + offset;

    /// <summary>For how long no data had gone either way, in milliseconds.</summary>
    public ulong Idle(in ResetEvent reset) => reset.IdleTicks * 1000UL / ticksPerSecond;

    /// <summary>Writes the local time, as in <c>06:10:04.328</c>: how many bytes.</summary>
    public int Local(in ResetEvent reset, Span<byte> text)
    {
        (long second, long rest) = Math.DivRem(Time(reset), MicrosecondsPerSecond);
        if (second != timeOfDaySecond)
        {
            timeOfDaySecond = second;
            timeOfDayLength = LocalTime.OfDay(second, timeOfDay);
        }

        timeOfDay.AsSpan(0, timeOfDayLength).CopyTo(text);
        int length = timeOfDayLength;
        text[length++] = (byte)'.';
        int milliseconds = (int)rest / 1000;
        for (int unit = 100; unit > 0; unit /= 10)
        {
            text[length++] = (byte)('0' + (milliseconds / unit % 10));
        }

        return length;
    }

    /// <summary>Writes it as in <c>2026-11-24T06:10:04.328123Z</c> (RFC 3339): how many bytes.</summary>
    public int Utc(in ResetEvent reset, Span<byte> text)
    {
        const int ToMicroseconds = 26; // the form has a digit more
        _ = Utf8Formatter.TryFormat(DateTime.UnixEpoch.AddMicroseconds(Time(reset)), text, out _, 'O');
        text[ToMicroseconds] = (byte)'Z';
        return ToMicroseconds + 1;
    }
}
