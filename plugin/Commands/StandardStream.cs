using System.Globalization;
using System.Text;
using TcpResets.Linux;
using TcpResets.Logging;

namespace TcpResets.Commands;

/// <summary>
/// Standard output or error, for the commands. A line is printed without what would steer a terminal (<see cref="OneLine"/>), since it may
/// name what others have named; <c>Write</c> passes on as it is what is the plugin's own. What cannot be written stops no command, and is
/// remembered: whoever installs wants the second half done, too. The framework's console ends the process instead, and takes descriptors.
/// </summary>
internal sealed class StandardStream(int descriptor) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder pending = new();

    /// <summary>The errno of the first write that failed; 0 if none has.</summary>
    public int Error { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        pending.Append(value);
        if (value == '\n')
        {
            Flush();
        }
    }

    public override void Write(string? value)
    {
        pending.Append(value);
        if (value?.Contains('\n', StringComparison.Ordinal) == true)
        {
            Flush();
        }
    }

    public override void WriteLine(string? value) => Write(OneLine.Of(value ?? "") + '\n');

    public override void Flush()
    {
        if (Error == 0)
        {
            Error = FileDescriptor.WriteAll(descriptor, Encoding.GetBytes(pending.ToString()));
        }

        pending.Clear();
    }
}
