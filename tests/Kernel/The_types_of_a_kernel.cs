using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FluentAssertions;
using TcpResets.Kernel;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>BTF made by hand (Documentation/bpf/btf.rst), since no real kernel has all of it.</summary>
public sealed class The_types_of_a_kernel
{
    private const uint Pointer = 2;
    private const uint Prototype = 13; // BTF_KIND_FUNC_PROTO
    private const uint Missing = 4_000_000;

    [Fact]
    public void tell_how_many_arguments_a_tracepoint_hands_on()
    {
        using KernelBtf types = Read(("btf_trace_one", BtfType.Typedef, 0, 2), ("", Pointer, 0, 3), ("", Prototype, 3, 0));
        types.TracepointArguments("one").Should().Be(2, "the first is the tracepoint's own");
        types.TracepointArguments("two").Should().Be(0);
    }

    [Theory]
    [InlineData(Missing, 3)]
    [InlineData(2, Missing)]
    [InlineData(2, 1)]
    [InlineData(0, 0)]
    public void say_nothing_of_a_tracepoint_whose_type_is_not_there(uint pointee, uint prototype)
    {
        using KernelBtf types = Read(
            ("btf_trace_one", BtfType.Typedef, 0, pointee), ("", Pointer, 0, prototype), ("", Prototype, 3, 0));
        types.TracepointArguments("one").Should().Be(0);
    }

    [Fact]
    public void say_nothing_of_a_function_whose_type_is_not_there()
    {
        using KernelBtf types = Read(("tcp_check_req", BtfType.Function, 0, Missing));
        types.FunctionArguments("tcp_check_req").Should().Be(0);
    }

    [Fact]
    public void have_names_for_the_numbers_of_an_enumeration()
    {
        using KernelBtf types = Read(("sk_rst_reason", BtfType.Enum, 3, 4));
        types.Enumeration("sk_rst_reason").Should().Equal(new Dictionary<string, int> { [""] = 0 }, "all three are made without a name");
        types.Enumeration("skb_drop_reason").Should().BeEmpty();
    }

    /// <summary>libbpf 1.1 reads 16 bits of how many, and takes such types.</summary>
    [Fact]
    public void have_no_member_behind_what_libbpf_has_read()
    {
        using KernelBtf types = Read(("sk_rst_reason", BtfType.Enum, 0x8b0002, 4));
        types.Enumeration("sk_rst_reason").Should().HaveCount(1, "the other has the same name");
    }

    [Theory]
    [InlineData(0x0400_0003u, 4, 3)] // kernels before 7.2: 16 bits and 5 bits
    [InlineData(0x8400_ffffu, 4, 0xffff)] // with the flag of bitfields
    [InlineData(0x0412_3456u, 4, 0x123456)]
    [InlineData(0xd300_0001u, 0x53, 1)]
    public void have_members_and_a_kind_as_wide_as_the_newest_kernels_have_them(uint info, uint kind, int members)
    {
        BtfType type = new() { Info = info };
        type.Kind.Should().Be(kind);
        type.Members.Should().Be(members);
    }

    private static KernelBtf Read(params (string Name, uint Kind, int Members, uint SizeOrType)[] types)
    {
        List<byte> strings = [0], body = [];
        foreach ((string name, uint kind, int members, uint sizeOrType) in types)
        {
            int at = name.Length == 0 ? 0 : strings.Count;
            strings.AddRange(name.Length == 0 ? [] : Encoding.ASCII.GetBytes(name + '\0'));
            Append(body, (uint)at, (kind << 24) | (uint)members, sizeOrType);
            body.AddRange(new byte[8 * (members & ushort.MaxValue)]); // a parameter's name and type, an enumerator's name and number
        }

        List<byte> btf = [0x9f, 0xeb, 1, 0]; // magic, version, flags
        Append(btf, 24, 0, (uint)body.Count, (uint)body.Count, (uint)strings.Count);
        byte[] data = [.. btf, .. body, .. strings];
        KernelBtf read = KernelBtf.Of(btf__new(data, (uint)data.Length));
        read.IsInvalid.Should().BeFalse("libbpf takes it: {0}", Marshal.GetLastPInvokeError());
        return read;
    }

    private static void Append(List<byte> bytes, params uint[] words)
    {
        byte[] word = new byte[4];
        foreach (uint each in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, each);
            bytes.AddRange(word);
        }
    }

    [DllImport("bpf", SetLastError = true)]
    private static extern nint btf__new(byte[] data, uint size);
}
