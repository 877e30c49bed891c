using System.Runtime.InteropServices;

namespace TcpResets.Kernel;

/// <summary><c>struct btf_type</c> of linux/btf.h; members, if it has any, follow it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BtfType
{
    /// <summary>BTF_KIND_STRUCT.</summary>
    public const uint Structure = 4;

    /// <summary>BTF_KIND_ENUM.</summary>
    public const uint Enum = 6;

    /// <summary>BTF_KIND_TYPEDEF.</summary>
    public const uint Typedef = 8;

    /// <summary>BTF_KIND_FUNC.</summary>
    public const uint Function = 12;

    /// <summary>Where its name is.</summary>
    public uint Name;

    /// <summary>Its kind and the number of its members.</summary>
    public uint Info;

    /// <summary>Its size, or the type it refers to.</summary>
    public uint SizeOrType;

    /// <summary>BTF_INFO_KIND.</summary>
    public readonly uint Kind => (Info >> 24) & 0x1f;

    /// <summary>BTF_INFO_VLEN.</summary>
    public readonly int Members => (int)(Info & 0xffff);
}
