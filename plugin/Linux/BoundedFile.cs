namespace TcpResets.Linux;

/// <summary>Reads the beginning of a file, and never more: of one that others write, or whose size nobody knows.</summary>
internal static class BoundedFile
{
    /// <summary>Reads a file to its end, or until the buffer is full; of what is no file, nothing.</summary>
    /// <returns>How many bytes, or minus errno.</returns>
    public static int Read(string path, Span<byte> buffer)
    {
        int descriptor = FileDescriptor.OpenRead(path, waits: false);
        if (descriptor < 0)
        {
            return descriptor;
        }

        int length = FileStatus.OfOpen(descriptor).IsFile ? Read(descriptor, buffer) : -Errno.Invalid;
        FileDescriptor.Close(descriptor);
        return length;
    }

    private static int Read(int descriptor, Span<byte> buffer)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            int got = FileDescriptor.Read(descriptor, buffer[length..]);
            if (got < 0 && got != -Errno.Interrupted)
            {
                return got;
            }

            if (got == 0)
            {
                break;
            }

            length += Math.Max(0, got);
        }

        return length;
    }
}
