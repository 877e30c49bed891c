using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TcpResets.Linux;

namespace TcpResets.Kernel;

/// <summary>A program that runs at its hook until this is disposed of or the process is gone, whatever way: nothing is pinned.</summary>
internal sealed unsafe class BpfLink() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    // struct bpf_prog_info of linux/bpf.h. An older kernel fills less of it, and says how much.
    private const int InfoSize = 232;
    internal const int RecursionMissesOffset = 208;
    private int program;

    /// <summary>
    /// How often the kernel skipped the program because it was running on the same CPU already; null if it does not count that (before
    /// 5.12), or does not tell a process without CAP_BPF (before 5.19, where unprivileged bpf(2) is off).
    /// </summary>
    public ulong? Missed
    {
        get
        {
            byte* info = stackalloc byte[InfoSize];
            new Span<byte>(info, InfoSize).Clear();
            uint size = InfoSize;
            int error = LibBpf.bpf_obj_get_info_by_fd(program, info, &size);
            return error == 0 && size >= RecursionMissesOffset + sizeof(ulong) ? *(ulong*)(info + RecursionMissesOffset) : null;
        }
    }

    public static BpfLink Attach(nint program, out int errno)
    {
        BpfLink link = new();
        link.SetHandle(LibBpf.bpf_program__attach(program));
        errno = link.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        link.program = link.IsInvalid ? -1 : FileDescriptor.Duplicate(LibBpf.bpf_program__fd(program));
        return link;
    }

    protected override bool ReleaseHandle()
    {
        FileDescriptor.Close(program);
        return LibBpf.bpf_link__destroy(handle) == 0;
    }
}
