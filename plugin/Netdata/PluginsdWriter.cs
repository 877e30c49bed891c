using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Netdata;

/// <summary>
/// Writes Netdata's text protocol for external plugins into a buffer, which one write(2) hands over. Only keywords that every agent
/// since 1.37 knows: an unknown one ends the plugin (collectors/plugins.d/pluginsd_parser.c).
/// </summary>
/// <param name="descriptor">Where <see cref="Flush"/> writes to.</param>
/// <param name="endsWhen">Asked when a signal has come while a slow reader is waited for: whether to give up.</param>
internal sealed class PluginsdWriter(int descriptor, Func<bool>? endsWhen = null) : IBufferWriter<byte>
{
    /// <summary>No line of an answer may be longer, newline included: agents read into 15,360 bytes or more (PLUGINSD_LINE_MAX).</summary>
    public const int LongestLine = 15_000;

#if DEBUG
    private const int FirstBufferSize = 64; // so that tests exercise the growth
#else
    private const int FirstBufferSize = 16 * 1024; // all charts with all their lines
#endif

    private byte[] buffer = new byte[FirstBufferSize];
    private int length;

    /// <summary>What has been written since the last <see cref="Flush"/>.</summary>
    public ReadOnlySpan<byte> Pending => buffer.AsSpan(0, length);

    /// <summary>
    /// CHART: makes a chart, or changes it. The lines of its dimensions and labels must follow. The first values of one that is new to the
    /// agent are drawn as if all had been 0 before (<c>store_first</c>). That option also moves the time of collection to the whole second
    /// (<c>last_collected_time_align()</c> in database/rrdset-collection.c), so that charts which are to agree must all have it. One that
    /// is obsolete gets no more values, and the agent takes it away, unless it is made again.
    /// </summary>
    public void Chart(
        string id,
        string title,
        string units,
        string family,
        string context,
        string type,
        int priority,
        int updateEvery,
        string module,
        bool isObsolete = false)
    {
        Append("CHART"u8);
        AppendQuoted(id);
        Append(" ''"u8);
        AppendQuoted(title);
        AppendQuoted(units);
        AppendQuoted(family);
        AppendQuoted(context);
        AppendQuoted(type);
        Append(priority);
        Append(updateEvery);
        Append(isObsolete ? " 'obsolete'"u8 : " 'store_first'"u8);
        AppendQuoted(Executable.Name);
        AppendQuoted(module);
        Append("\n"u8);
    }

    /// <summary>CLABEL: a label of the chart, set by the plugin itself (source 1, RRDLABEL_SRC_AUTO).</summary>
    public void Label(string name, string value)
    {
        Append("CLABEL"u8);
        AppendQuoted(name);
        AppendQuoted(value);
        Append(" 1\n"u8);
    }

    /// <summary>CLABEL_COMMIT: ends a chart's labels.</summary>
    public void LabelCommit() => Append("CLABEL_COMMIT\n"u8);

    /// <summary>DIMENSION: one whose values are counters, of which the agent shows the rate times the multiplier.</summary>
    public void Dimension(string id, string name, int multiplier)
    {
        Append("DIMENSION"u8);
        AppendQuoted(id);
        AppendQuoted(name);
        Append(" incremental"u8);
        Append(multiplier);
        Append(" 1\n"u8);
    }

    /// <summary>BEGIN: opens a collection.</summary>
    /// <param name="id">The chart, as in <see cref="Chart"/>, in UTF-8.</param>
    /// <param name="microseconds">The time since the chart's last collection; 0 at its first.</param>
    public void Begin(ReadOnlySpan<byte> id, long microseconds)
    {
        Append("BEGIN "u8);
        Append(id);
        if (microseconds > 0)
        {
            Append(microseconds);
        }

        Append("\n"u8);
    }

    /// <summary>SET: a dimension's value.</summary>
    public void Set(ReadOnlySpan<byte> dimension, ulong value)
    {
        Append("SET "u8);
        Append(dimension);
        Append(" ="u8);

        // The agent reads a signed 64-bit number (str2ll() in pluginsd_set()).
        Append((long)Math.Min(value, long.MaxValue));
        Append("\n"u8);
    }

    /// <summary>END: closes a collection.</summary>
    public void End() => Append("END\n"u8);

    /// <summary>
    /// FUNCTION: offers a Function of the whole host. Agents before 1.45 pass over the words after the help (<c>pluginsd_function()</c>).
    /// </summary>
    /// <param name="name">What it is called by.</param>
    /// <param name="timeout">The seconds that the agent waits for an answer.</param>
    /// <param name="help">What it is for.</param>
    /// <param name="tags">Where the dashboard shows it.</param>
    /// <param name="access">What a caller must have: bits of HTTP_ACCESS, in user-auth/http-access.h.</param>
    /// <param name="priority">Its place in the list: 100 is the agent's own default.</param>
    public void Function(string name, int timeout, string help, string tags, int access, int priority)
    {
        Append("FUNCTION GLOBAL"u8);
        AppendQuoted(name);
        Append(timeout);
        AppendQuoted(help);
        AppendQuoted(tags);
        AppendQuoted(string.Create(CultureInfo.InvariantCulture, $"0x{access:x}"));
        Append(priority);
        Append("\n"u8);
    }

    /// <summary>
    /// FUNCTION_RESULT_BEGIN: all that is written from here to <see cref="FunctionResultEnd"/> is the answer, line by line.
    /// </summary>
    /// <param name="transaction">As the call has said it.</param>
    /// <param name="status">Of HTTP.</param>
    /// <param name="expires">Until when somebody may keep it, in seconds since 1970.</param>
    public void FunctionResultBegin(string transaction, int status, long expires)
    {
        Append("FUNCTION_RESULT_BEGIN "u8);
        Reserve(Encoding.UTF8.GetMaxByteCount(transaction.Length));
        length += Encoding.UTF8.GetBytes(transaction, buffer.AsSpan(length));
        Append(status);
        Append(" application/json"u8);
        Append(expires);
        Append("\n"u8);
    }

    /// <summary>FUNCTION_RESULT_END: ends an answer, whose last line must have ended.</summary>
    public void FunctionResultEnd() => Append("FUNCTION_RESULT_END\n"u8);

    /// <summary>Writes as it is what whoever calls answers for, such as a line of an answer.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    /// <inheritdoc/>
    public void Advance(int count) => length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return buffer.AsMemory(length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>An empty line, which every agent passes over, to show an agent that waits for a word that the plugin lives.</summary>
    public void KeepAlive() => Append("\n"u8);

    /// <summary>Hands everything over, in one write(2), and waits until the reader has taken it.</summary>
    /// <returns>0, or errno; <see cref="Errno.BrokenPipe"/> when the agent is gone.</returns>
    public int Flush()
    {
        int errno = FileDescriptor.WriteAll(descriptor, Pending, endsWhen);
        length = 0;
        return errno;
    }

    // With the blank before it. A word ends at its own quote or at the line's end, a backslash takes the next character with it
    // (quoted_strings_splitter() in libnetdata/libnetdata.c): there is no way to escape, so what would end the word is replaced.
    private void AppendQuoted(string text)
    {
        Append(" '"u8);
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        int start = length;
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
        for (int i = start; i < length; i++)
        {
            buffer[i] = buffer[i] switch
            {
                (byte)'\'' => (byte)'`',
                (byte)'\\' => (byte)'/',
                < (byte)' ' or 0x7f => (byte)' ',
                _ => buffer[i],
            };
        }

        Append("'"u8);
    }

    private void Append(long number)
    {
        Append(" "u8);
        Reserve(20);
        _ = Utf8Formatter.TryFormat(number, buffer.AsSpan(length), out int written);
        length += written;
    }

    private void Reserve(int size)
    {
        if (buffer.Length - length < size)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + size));
        }
    }
}
