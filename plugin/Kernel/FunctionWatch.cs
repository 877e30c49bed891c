using TcpResets.Linux;

namespace TcpResets.Kernel;

/// <summary>Whether programs can be attached to functions here (fentry).</summary>
internal static unsafe class FunctionWatch
{
    // include/uapi/linux/bpf.h
    private const int Tracing = 26;
    private const int AtEntry = 24;
    private const string Switch = "/proc/sys/kernel/ftrace_enabled";
    private const ulong ReturnZero = 0x00000000000000b7, Exit = 0x95;

    // Linux 6.1 then attaches them, and never calls them.
    private static bool IsSwitchedOff => FileTree.Read(Switch, out byte[] content) == 0 && content is [(byte)'0', ..];

    /// <summary>
    /// Tries it with a program that does nothing. What the kernel has does not tell: it may be switched off, forbidden, or, on some
    /// architectures, load and then not attach.
    /// </summary>
    public static bool IsPossible(KernelBtf types)
    {
        uint function = types.Function("tcp_v4_send_reset");
        if (function == 0 || IsSwitchedOff)
        {
            return false;
        }

        ulong* instructions = stackalloc ulong[] { ReturnZero, Exit };

        // struct bpf_prog_load_opts: its size, then attempts, expected_attach_type, and as the fifth after that attach_btf_id.
        uint* options = stackalloc uint[] { 40, 0, 0, AtEntry, 0, 0, 0, 0, function, 0 };
        int program = LibBpf.bpf_prog_load(Tracing, null, "GPL", instructions, 2, options);
        if (program < 0)
        {
            return false;
        }

        int link = LibBpf.bpf_link_create(program, 0, AtEntry, null);
        if (link >= 0)
        {
            FileDescriptor.Close(link);
        }

        FileDescriptor.Close(program);
        return link >= 0;
    }
}
