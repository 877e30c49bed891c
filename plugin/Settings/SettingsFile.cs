using System.Text;
using TcpResets.Linux;

namespace TcpResets.Settings;

/// <summary>Reads a configuration file, whatever stands in its place.</summary>
internal static class SettingsFile
{
    private const int Largest = 64 * 1024;

    /// <summary>Its text; false if there is none, or if it is not to be used, which is then among the problems.</summary>
    public static bool TryRead(string path, ProblemList problems, out string text)
    {
        text = "";
        byte[] buffer = new byte[Largest + 1];
        int length = Read(path, buffer, out bool isFile);
        if (length == -Errno.NoEntry)
        {
            return false;
        }

        string? problem = length switch
        {
            _ when !isFile => "is not a regular file",
            < 0 => $"cannot be read: {Errno.Text(-length)}",
            > Largest => $"is larger than {Largest / 1024} KiB, so it is not a configuration of this plugin",
            _ when buffer.AsSpan(0, length).Contains((byte)0) => "is not a text file",
            _ => null,
        };
        if (problem is not null)
        {
            problems.Add($"{path}: {problem}; using the defaults");
            return false;
        }

        text = Encoding.UTF8.GetString(buffer, 0, length);
        return true;
    }

    // A pipe waits for its writer to be opened, and then for what that writes, and a device may act on being opened. A symbolic link
    // is followed: that is how configurations come into containers.
    private static int Read(string path, Span<byte> buffer, out bool isFile)
    {
        FileStatus status = FileStatus.OfTarget(path);
        isFile = status.IsFile || !status.Exists;
        int descriptor = status.IsFile ? FileDescriptor.OpenRead(path, waits: false) : -status.Error;
        if (!status.IsFile || descriptor < 0)
        {
            return descriptor;
        }

        isFile = FileStatus.OfOpen(descriptor).IsFile; // nobody has put another in its place meanwhile
        int length = isFile ? FileDescriptor.ReadFromStart(descriptor, buffer) : 0;
        FileDescriptor.Close(descriptor);
        return length;
    }
}
