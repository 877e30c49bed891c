using Microsoft.Win32.SafeHandles;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>
/// The ring buffer <c>events</c> as the kernel shows it (kernel/bpf/ringbuf.c): a page that says how far it has been read, one that says
/// how far it has been written, then the records. libbpf would map these twice, so that none lies in two parts; that is half a megabyte
/// more, and here the few that do are copied in two parts.
/// </summary>
internal sealed unsafe class EventRing : SafeHandleZeroOrMinusOneIsInvalid
{
    // linux/bpf.h: BPF_RINGBUF_BUSY_BIT, BPF_RINGBUF_DISCARD_BIT, BPF_RINGBUF_HDR_SZ
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;
    private const int Header = 8;

    private static readonly int Page = Environment.SystemPageSize;

    private readonly uint size;
    private readonly nint written;

    private EventRing(nint read, nint written, uint size)
        : base(ownsHandle: true)
    {
        this.written = written;
        this.size = size;
        SetHandle(read);
    }

    /// <summary>How far it has been written.</summary>
    public ulong End => Volatile.Read(ref *(ulong*)written);

    /// <summary>How far it has been read.</summary>
    public ulong Begin => *(ulong*)handle;

    /// <summary>Maps it into this process, which keeps it alive.</summary>
    /// <param name="descriptor">Of the map.</param>
    /// <param name="size">How many bytes the records have: a power of two, and whole pages.</param>
    /// <returns>Null if that is denied.</returns>
    public static EventRing? Map(int descriptor, uint size)
    {
        nint read = MemoryMap.ReadAndWrite(descriptor, (nuint)Page);
        nint written = read == -1 ? -1 : MemoryMap.Read(descriptor, (nuint)Page + size, Page, out _);
        EventRing ring = new(read, written, size);
        if (written != -1)
        {
            return ring;
        }

        ring.Dispose();
        return null;
    }

    /// <summary>Takes the oldest one.</summary>
    /// <param name="end">An <see cref="End"/>, behind which none is taken.</param>
    /// <param name="reset">What it tells.</param>
    /// <returns>False if there is none, or it is still being written.</returns>
    public bool TryTake(ulong end, out ResetEvent reset)
    {
        ref ulong read = ref *(ulong*)handle;
        ulong position = read;
        bool isTaken = TryLook(ref position, end, out reset);
        Volatile.Write(ref read, position); // what is read may be overwritten
        return isTaken;
    }

    /// <summary>Looks at the next one from a position on, which is then behind it, and leaves it there.</summary>
    /// <inheritdoc cref="TryTake"/>
    public bool TryLook(ref ulong position, ulong end, out ResetEvent reset)
    {
        byte* records = (byte*)written + Page;
        reset = default;
        while (position != end)
        {
            uint state = Volatile.Read(ref *(uint*)(records + (position & (size - 1))));
            if ((state & Busy) != 0)
            {
                return false;
            }

            uint length = state & ~Discarded;
            bool isTaken = length == state && length >= sizeof(ResetEvent);
            if (isTaken)
            {
                fixed (ResetEvent* to = &reset)
                {
                    Copy(records, (position + Header) & (size - 1), (byte*)to);
                }
            }

            position += (length + Header + 7) & ~7u;
            if (isTaken)
            {
                return true;
            }
        }

        return false;
    }

    protected override bool ReleaseHandle()
    {
        _ = written == -1 || MemoryMap.Unmap(written, (nuint)Page + size);
        return MemoryMap.Unmap(handle, (nuint)Page);
    }

    private void Copy(byte* records, ulong from, byte* to)
    {
        long first = (long)Math.Min((ulong)sizeof(ResetEvent), size - from);
        Buffer.MemoryCopy(records + from, to, first, first);
        Buffer.MemoryCopy(records, to + first, sizeof(ResetEvent) - first, sizeof(ResetEvent) - first);
    }
}
