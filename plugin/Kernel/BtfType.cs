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

    // BTF_INFO_KIND and BTF_INFO_VLEN, which tells how many, as wide as they are by 7.2; the bits that this adds were 0 before.
    public readonly uint Kind => (Info >> 24) & 0x7f;
    public readonly int Members => (int)(Info & 0xffffff);
}
