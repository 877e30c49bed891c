using System.Buffers;
using System.Runtime.InteropServices;
using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Terminal;
using TcpResets.Tests.Resets;

namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>What a kernel tells: its types, and the events of its programs.</summary>
internal static class OfKernel
{
    private const ulong LatestTime = 1UL << 60; // 36 years after the boot
    private static readonly int EventSize = Marshal.SizeOf<ResetEvent>();
    private static readonly ResetClock Clock = new(Flows.Hertz);
    private static readonly OutputBuffer Output = new();

    public static IEnumerable<Target> All
    {
        get
        {
            _ = libbpf_set_print(0); // what it says of types that are none
            return
            [
                new("btf", Types, "\u0001\0\0\0", "btf_trace_x\0", "sk_rst_reason\0", "f\0", "\0\0\0\u0001", "\0\0\0\u0004", "\0\0\0\u0006",
                    "\0\0\0\b", "\0\0\0\f", "\0\0\0\r", "\0\0\0\u0002", "\u0001\0\0\u0006") { Longest = 600 },
                new("events", Events, "\0\0\0\0\0\0\0\0", "\u0001", "\u0002") { MostAllocated = 8 << 20 },
            ];
        }
    }

    private static void Types(ReadOnlySpan<byte> input)
    {
        nint handle = btf__new(input.ToArray(), (uint)input.Length);
        if (handle == 0)
        {
            return;
        }

        using KernelBtf types = KernelBtf.Of(handle);
        _ = types.TracepointArguments("x");
        _ = types.FunctionArguments("f");
        _ = types.HasStructure("f");
        _ = types.Constant("", "f");
        Harm.Unless(types.Enumeration("sk_rst_reason").Count <= input.Length / 8, "an enumeration has more members than there are bytes");
    }

    // They are the kernel's own, so that what it vouches for is as it can be: kinds, roles, the time, and that addresses are of the family;
    // none that comes over IPv6 stands for one of IPv4 (ip6_rcv_core() drops these).
    private static void Events(ReadOnlySpan<byte> input)
    {
        Flows flows = new(capacity: 64);
        using JsonResetPrinter json = new(Clock);
        TableResetPrinter table = new(Clock, 120, isColored: false);
        byte[] bytes = new byte[EventSize];
        for (; !input.IsEmpty; input = input[Math.Min(input.Length, EventSize)..])
        {
            bytes.AsSpan().Clear();
            input[..Math.Min(input.Length, EventSize)].CopyTo(bytes);
            ResetEvent reset = MemoryMarshal.Read<ResetEvent>(bytes);
            reset.KindNumber %= Kind.Count;
            reset.Role = (Role)((int)reset.Role % 3);
            reset.Time %= LatestTime;
            reset.Peer = Of(reset.Family, reset.Peer);
            reset.Local = Of(reset.Family, reset.Local);
            flows.Happens(reset, times: 1 + (bytes[0] & 3));
            Output.Cut(0);
            json.Reset(Output, in reset, Service.Host, "");
            Printed.IsJson(Output.Written, "watch --json");
            Output.Cut(0);
            table.Reset(Output, in reset, Service.Host, "");
            Printed.IsPlainLines(Output.Written, "watch");
            if ((bytes[1] & 1) != 0)
            {
                flows.Settle();
            }
        }

        flows.Settle();
        Harm.Unless(flows.Sums.SequenceEqual(flows.Totals), "the rows do not add up to the totals");
        ArrayBufferWriter<byte> history = new();
        new HistoryText(flows.Table).Write(history);
        Printed.IsJson(history.WrittenSpan, "the history");
        Harm.Unless(HistoryReader.TryRead(history.WrittenSpan, new Flows(capacity: 64).Table), "what was written is not read");
    }

    private static Address Of(Family family, Address address)
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, address);
        if (family == Family.IPv6)
        {
            bytes[0] |= 0x20;
        }
        else
        {
            "\0\0\0\0\0\0\0\0\0\0"u8.CopyTo(bytes);
            bytes[10] = bytes[11] = 0xff;
        }

        return MemoryMarshal.Read<Address>(bytes);
    }

    [DllImport("bpf")]
    private static extern nint btf__new(byte[] data, uint size);

    [DllImport("bpf")]
    private static extern nint libbpf_set_print(nint print);
}
