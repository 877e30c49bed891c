using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TcpResets.Kernel.Tables;

namespace TcpResets.Kernel;

/// <summary>The compiled programs, on their way into the kernel.</summary>
internal sealed unsafe class BpfObject() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Loads the programs of a plan; of no use if there was an error.</summary>
    /// <param name="plan">Which of them.</param>
    /// <param name="meanings">What they know as constants.</param>
    /// <param name="cpus">One more than the highest number that a CPU can have.</param>
    /// <param name="ringSize">How many bytes of events wait to be read: a power of two, and whole pages.</param>
    /// <param name="errno">0, or what went wrong.</param>
    public static BpfObject Load(KernelPlan plan, in Meanings meanings, int cpus, uint ringSize, out int errno)
    {
        BpfObject programs = new();
        byte[] content = Executable.Read(plan.UsesCasts ? Executable.Programs : Executable.ProgramsWithoutCasts);
        fixed (byte* bytes = content, name = "tcp_resets"u8)
        {
            // struct bpf_object_open_opts, as far as needed: its size and the name, which bpftool shows.
            nint* options = stackalloc nint[] { 2 * sizeof(nint), (nint)name };
            programs.SetHandle(LibBpf.bpf_object__open_mem(bytes, (nuint)content.Length, options));
        }

        errno = programs.IsInvalid ? Marshal.GetLastPInvokeError() : programs.Load(plan, in meanings, cpus, ringSize);
        return programs;
    }

    /// <summary>The descriptor of the map <c>totals</c>.</summary>
    public int Totals => LibBpf.bpf_map__fd(LibBpf.bpf_object__find_map_by_name(handle, "totals"));

    /// <summary>The descriptor of the map <c>events</c>.</summary>
    public int Events => LibBpf.bpf_map__fd(LibBpf.bpf_object__find_map_by_name(handle, "events"));

    /// <summary>Attaches all that were loaded.</summary>
    /// <returns>One for each program; the last one is invalid if there was an error.</returns>
    public List<BpfLink> Attach(out int errno)
    {
        List<BpfLink> links = [];
        errno = 0;
        for (nint program = 0; errno == 0 && (program = LibBpf.bpf_object__next_program(handle, program)) != 0;)
        {
            if (LibBpf.bpf_program__fd(program) >= 0)
            {
                links.Add(BpfLink.Attach(program, out errno));
            }
        }

        return links;
    }

    protected override bool ReleaseHandle()
    {
        LibBpf.bpf_object__close(handle);
        return true;
    }

    private int Load(KernelPlan plan, in Meanings meanings, int cpus, uint ringSize)
    {
        for (nint program = 0; (program = LibBpf.bpf_object__next_program(handle, program)) != 0;)
        {
            string name = Marshal.PtrToStringUTF8((nint)LibBpf.bpf_program__name(program))!;
            _ = LibBpf.bpf_program__set_autoload(program, plan.Programs.Contains(name) ? (byte)1 : (byte)0);
        }

        int error = LibBpf.bpf_map__set_max_entries(LibBpf.bpf_object__find_map_by_name(handle, "totals"), (uint)cpus);
        error = error != 0
            ? error
            : LibBpf.bpf_map__set_max_entries(LibBpf.bpf_object__find_map_by_name(handle, "events"), ringSize);
        fixed (Meanings* value = &meanings)
        {
            error = error != 0
                ? error
                : LibBpf.bpf_map__set_initial_value(LibBpf.bpf_object__find_map_by_name(handle, ".rodata"), value, (nuint)sizeof(Meanings));
        }

        return -(error != 0 ? error : LibBpf.bpf_object__load(handle));
    }
}
