using System.Runtime.InteropServices;

namespace TcpResets.Kernel;

/// <summary>
/// libbpf 1.x, as its headers libbpf.h, btf.h and bpf.h declare it. A function that returns a pointer returns null and sets errno, one
/// that returns a number returns minus errno.
/// </summary>
internal static unsafe partial class LibBpf
{
    /// <summary>As in <c>DirectPInvoke</c> of the project file: linked statically there.</summary>
    private const string Name = "bpf";

    /// <summary>What libbpf says itself is not shown: what fails is told in the plugin's words.</summary>
    public static void BeSilent() => libbpf_set_print(null);

    [LibraryImport(Name)]
    private static partial void* libbpf_set_print(void* print);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint bpf_object__open_mem(void* content, nuint size, void* options);

    [LibraryImport(Name)]
    internal static partial int bpf_object__load(nint programs);

    [LibraryImport(Name)]
    internal static partial void bpf_object__close(nint programs);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint bpf_object__find_map_by_name(nint programs, string name);

    [LibraryImport(Name)]
    internal static partial int bpf_map__set_max_entries(nint map, uint entries);

    [LibraryImport(Name)]
    internal static partial int bpf_map__set_initial_value(nint map, void* value, nuint size);

    [LibraryImport(Name)]
    internal static partial int bpf_map__fd(nint map);

    [LibraryImport(Name)]
    internal static partial nint bpf_object__next_program(nint programs, nint previous);

    [LibraryImport(Name)]
    internal static partial byte* bpf_program__name(nint program);

    [LibraryImport(Name)]
    internal static partial int bpf_program__set_autoload(nint program, byte loads);

    [LibraryImport(Name)]
    internal static partial int bpf_program__fd(nint program);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint bpf_program__attach(nint program);

    [LibraryImport(Name)]
    internal static partial int bpf_link__destroy(nint link);

    [LibraryImport(Name)]
    internal static partial int bpf_obj_get_info_by_fd(int descriptor, void* info, uint* size);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bpf_prog_load(int type, string? name, string license, void* instructions, nuint count, void* options);

    [LibraryImport(Name)]
    internal static partial int bpf_link_create(int program, int target, int attachType, void* options);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint btf__load_vmlinux_btf();

    [LibraryImport(Name)]
    internal static partial void btf__free(nint types);

    [LibraryImport(Name)]
    internal static partial uint btf__type_cnt(nint types);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int btf__find_by_name_kind(nint types, string name, uint kind);

    [LibraryImport(Name)]
    internal static partial BtfType* btf__type_by_id(nint types, uint id);

    [LibraryImport(Name)]
    internal static partial byte* btf__str_by_offset(nint types, uint offset);
}
