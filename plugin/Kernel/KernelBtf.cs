using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TcpResets.Kernel;

/// <summary>The type information of the running kernel (BTF): which hooks it has, and the numbers behind its names.</summary>
internal sealed unsafe class KernelBtf() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Reads it; invalid if it cannot be read.</summary>
    public static KernelBtf Load(out int errno)
    {
        nint types = LibBpf.btf__load_vmlinux_btf();
        errno = types == 0 ? Marshal.GetLastPInvokeError() : 0;
        return Of(types);
    }

    /// <summary>Takes what libbpf has read, and frees it.</summary>
    public static KernelBtf Of(nint types)
    {
        KernelBtf btf = new();
        btf.SetHandle(types);
        return btf;
    }

    /// <summary>How many arguments a tracepoint hands on; 0 if there is no such tracepoint.</summary>
    public int TracepointArguments(string name)
    {
        // include/trace/bpf_probe.h: typedef void (*btf_trace_NAME)(void *__data, ...).
        int id = LibBpf.btf__find_by_name_kind(handle, "btf_trace_" + name, BtfType.Typedef);
        return id <= 0 ? 0 : Math.Max(0, Type(Type(Type((uint)id)->SizeOrType)->SizeOrType)->Members - 1);
    }

    /// <summary>How many arguments a function of the kernel itself has, none of a module; -1 if there is no such function.</summary>
    public int FunctionArguments(string name)
    {
        int id = LibBpf.btf__find_by_name_kind(handle, name, BtfType.Function);
        return id <= 0 ? -1 : Type(Type((uint)id)->SizeOrType)->Members;
    }

    /// <summary>The id of a function of the kernel itself; 0 if there is no such function.</summary>
    public uint Function(string name) => (uint)Math.Max(0, LibBpf.btf__find_by_name_kind(handle, name, BtfType.Function));

    public bool HasStructure(string name) => LibBpf.btf__find_by_name_kind(handle, name, BtfType.Structure) > 0;

    /// <summary>The numbers of an enumeration by name; empty if there is none.</summary>
    public Dictionary<string, int> Enumeration(string name)
    {
        int id = LibBpf.btf__find_by_name_kind(handle, name, BtfType.Enum);
        return id <= 0 ? [] : Members((uint)id);
    }

    /// <summary>A number from an enumeration without a name, which is known by its first member; 0 if there is none.</summary>
    public int Constant(string first, string name)
    {
        uint count = LibBpf.btf__type_cnt(handle);
        byte[] firstBytes = Encoding.UTF8.GetBytes(first);
        for (uint id = 1; id < count; id++)
        {
            BtfType* type = Type(id);
            if (type->Kind == BtfType.Enum && type->Name == 0 && type->Members > 0
                && NameBytes(*(uint*)(type + 1)).SequenceEqual(firstBytes))
            {
                return Members(id).GetValueOrDefault(name);
            }
        }

        return 0;
    }

    protected override bool ReleaseHandle()
    {
        LibBpf.btf__free(handle);
        return true;
    }

    private Dictionary<string, int> Members(uint id)
    {
        BtfType* type = Type(id);
        int* member = (int*)(type + 1); // struct btf_enum: the name, the number

        // libbpf may know a narrower number (btf_vlen(), 16 bits before 7.2): no further than to where it has found the next type; of the
        // last one, what both have read.
        int count = id + 1 < LibBpf.btf__type_cnt(handle)
            ? (int)Math.Min(type->Members, ((int*)Type(id + 1) - member) / 2)
            : type->Members & ushort.MaxValue;

        Dictionary<string, int> members = new(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            members[Encoding.UTF8.GetString(NameBytes((uint)member[2 * i]))] = member[(2 * i) + 1];
        }

        return members;
    }

    // What names a type that is not there has the type void, number 0.
    private BtfType* Type(uint id)
    {
        BtfType* type = LibBpf.btf__type_by_id(handle, id);
        return type != null ? type : LibBpf.btf__type_by_id(handle, 0);
    }

    private ReadOnlySpan<byte> NameBytes(uint offset) =>
        MemoryMarshal.CreateReadOnlySpanFromNullTerminated(LibBpf.btf__str_by_offset(handle, offset));
}
