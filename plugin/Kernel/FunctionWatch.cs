using TcpResets.Linux;

namespace TcpResets.Kernel;

/// <summary>Tries whether programs can be attached to functions here.</summary>
internal static unsafe class FunctionWatch
{
    // include/uapi/linux/bpf.h
    private const int Tracing = 26;
    private const int AtEntry = 24;
    private const string Switch = "/proc/sys/kernel/ftrace_enabled";
    private const ulong ReturnZero = 0x00000000000000b7, Exit = 0x95;

    /// <summary>
    /// Tries it with a program that does nothing. What the kernel has does not tell: it may be forbidden, or, on some architectures, load
    /// and then not attach.
    /// </summary>
    public static FunctionWatching Try(KernelBtf types)
    {
        uint function = types.Function("tcp_v4_send_reset");
        return function == 0 ? FunctionWatching.Impossible
            : FileTree.Read(Switch, out byte[] content) == 0 && content is [(byte)'0', ..] ? FunctionWatching.SwitchedOff
            : Attaches(function) ? FunctionWatching.Possible
            : FunctionWatching.Impossible;
    }

    private static bool Attaches(uint function)
    {
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
