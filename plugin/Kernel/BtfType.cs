using System.Runtime.InteropServices;

namespace TcpResets.Kernel;

/// <summary><c>struct btf_type</c> of linux/btf.h; members, if it has any, follow it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BtfType
{
    public const uint Structure = 4; // BTF_KIND_STRUCT
    public const uint Enum = 6; // BTF_KIND_ENUM
    public const uint Typedef = 8; // BTF_KIND_TYPEDEF
    public const uint Function = 12; // BTF_KIND_FUNC

    public uint Name; // where it is
    public uint Info;
    public uint SizeOrType;

    public readonly uint Kind => (Info >> 24) & 0x1f; // BTF_INFO_KIND
    public readonly int Members => (int)(Info & 0xffff); // BTF_INFO_VLEN: how many
}
