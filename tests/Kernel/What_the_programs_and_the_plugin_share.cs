using System.Runtime.InteropServices;
using System.Text;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Kernel.Tables;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>The C compiler has the last word on what C# says of C.</summary>
public sealed class What_the_programs_and_the_plugin_share
{
    private static readonly string Folder = Path.Join(Repository.Root, "plugin", "Kernel", "Programs");

    [Fact]
    public void has_the_same_numbers_on_both_sides()
    {
        StringBuilder asserts = new();
        AppendSame("RECEIVED", Kind.OfReceived);
        AppendSame("IGNORED", Kind.OfIgnored);
        AppendSame("SENT", Kind.OfSent);
        asserts.AppendLine(Same("MISTAKEN_ESTABLISHED", ((Kind)Received.Established).Mistaken!.Value.Number));
        asserts.AppendLine(Same("MISTAKEN_CLOSING", ((Kind)Received.Closing).Mistaken!.Value.Number));
        asserts.AppendLine(Same("KINDS", Kind.Counted));
        asserts.AppendLine(Same("IPV6_KINDS", ((Kind)Received.Refused).Slot(Family.IPv6)));
        asserts.AppendLine(Same("AFTER_CLOSE", Undecided.AfterClose.Number));
        asserts.AppendLine(Same("ANSWERED", Undecided.Answered.Number));
        asserts.AppendLine(Same("ENDS_MINI", Undecided.EndsMini.Number));
        asserts.AppendLine(Same("ENDS_REQUEST", Undecided.EndsRequest.Number));
        asserts.AppendLine(Same("NOTHING", Undecided.Nothing.Number));
        asserts.AppendLine(Same("NO_RST_REASON", Meanings.NoReason));
        asserts.AppendLine(Same("MINI_FIN_WAIT2", (int)SocketState.MiniFinWait2));
        asserts.AppendLine(Same("UNKNOWN_STATE", (int)SocketState.Unknown));
        asserts.AppendLine(Same("NO_SOCKET", (int)SocketState.None));
        asserts.AppendLine(Same("ON_OUR_OWN", (int)Provocation.None));
        asserts.AppendLine(Same("SYN", (int)Provocation.Syn));
        asserts.AppendLine(Same("SYN_ACK", (int)Provocation.SynAck));
        asserts.AppendLine(Same("OTHER_SEGMENT", (int)Provocation.Other));
        asserts.AppendLine(Same("ACCEPT_QUEUE_FULL", (int)Provocation.AcceptQueueFull));
        asserts.AppendLine(Same("UNREAD_DATA", (int)Provocation.UnreadData));
        asserts.AppendLine(Same("LINGER", (int)Provocation.Linger));
        asserts.AppendLine(Same("UNANSWERED", (int)Provocation.Unanswered));
        asserts.AppendLine(Same("NEVER_ACCEPTED", (int)Provocation.NeverAccepted));
        asserts.AppendLine(Same("ORPHANED", (int)Provocation.Orphaned));
        asserts.AppendLine(Same("EXCLUDED", Kind.Excluded.Number));
        asserts.AppendLine(Same("MISTAKEN_EXCLUDED", Kind.Excluded.Mistaken!.Value.Number));
        asserts.AppendLine(Same("CLIENT", (int)Role.Client));
        asserts.AppendLine(Same("SERVER", (int)Role.Server));
        asserts.AppendLine(Same("EXCLUSIONS", Meanings.MostExclusions));
        asserts.AppendLine(Same("DROP_REASONS", Meanings.MostReasons));
        asserts.AppendLine(Same("sizeof(struct totals)", KernelTotals.Stride * sizeof(ulong)));
        asserts.AppendLine(Same("sizeof(((struct totals *)0)->resets)", KernelTotals.Size * sizeof(ulong)));
        asserts.AppendLine(Same("sizeof(struct totals) % 64", 0));
        Compile($"#include \"{Folder}/tcp_resets.h\"\n{asserts}");

        void AppendSame(string prefix, IEnumerable<Kind> kinds)
        {
            foreach (Kind kind in kinds)
            {
                asserts.AppendLine(Same($"{prefix}_{kind.ToString().ToUpperInvariant()}", kind.Number));
            }
        }
    }

    [Fact]
    public void has_its_tables_at_the_same_places()
    {
        AddressRange.TryParse("192.0.2.1/23", out AddressRange ipv4).Should().BeTrue();
        AddressRange.TryParse("fd00::/8", out AddressRange ipv6).Should().BeTrue();

        // Each reason has a number of its own, so that a row that is off by one place is seen.
        Dictionary<string, int> sent = Numbered(SentReasons.Rows.Select(row => row.Reason), SentReasons.Prefix);
        Dictionary<string, int> dropped = Numbered(DropReasons.Rows.Select(row => row.Reason), DropReasons.Prefix);
        Meanings meanings = new(sent, dropped)
        {
            OnlyNetworkNamespace = 0x11223344,
            EmbryonicRsts = 4,
            CountsStrays = 5,
            CountsAnswers = 6,
            Budget = 7,
            Slice = 8,
        };
        meanings.Exclude([new("", [Received.Handshake, SentCause.Firewall], 0x1234, [ipv4, ipv6])]);
        string initial = string.Join(',', MemoryMarshal.AsBytes(new ReadOnlySpan<Meanings>(ref meanings)).ToArray());
        Compile(
            $$"""
            #include "{{Folder}}/tcp_resets.h"
            #include <stdio.h>
            #include <string.h>
            static const unsigned char bytes[] = { {{initial}} };
            int main(void)
            {
            	struct meanings m;
            	_Static_assert(sizeof(m) == sizeof(bytes), "size");
            	memcpy(&m, bytes, sizeof(m));
            	return m.only_netns != 0x11223344 || m.embryonic_rsts != 4 || m.counts_strays != 5 || m.counts_answers != 6
            		|| m.budget != 7 || m.slice != 8 || m.excludable != (1 << RECEIVED_HANDSHAKE | 1 << SENT_FIREWALL)
            		|| m.exclusion_count != 2 || m.exclusions[1].kinds != m.excludable || m.exclusions[1].port != 0x1234
            		|| m.exclusions[0].families != 1 || m.exclusions[1].families != 2
            		|| memcmp(m.exclusions[0].peer, "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1", 16)
            		|| memcmp(m.exclusions[0].mask, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe\0", 16)
            		|| m.exclusions[1].peer[0] != 0x000000fd || m.exclusions[1].mask[0] != 0x000000ff || m.exclusions[1].mask[1]
            		|| m.invalid_syn != {{sent["SK_RST_REASON_INVALID_SYN"]}}
            		|| m.received[1] != RECEIVED_ESTABLISHED || m.received[2] != RECEIVED_REFUSED || m.received[11] != RECEIVED_CLOSING
            		|| m.sent[{{sent["SK_RST_REASON_NO_SOCKET"]}}][NO_SOCKET][SYN] != SENT_CLOSED_PORT
            		|| m.sent[{{sent["SK_RST_REASON_NO_SOCKET"]}}][NO_SOCKET][OTHER_SEGMENT] != SENT_HALF_OPEN
            		|| m.sent[{{sent["SK_RST_REASON_INVALID_SYN"]}}][10][OTHER_SEGMENT] != SENT_QUEUE_FULL
            		|| m.sent[NO_RST_REASON][7][LINGER] != SENT_ABORTED
            		|| m.sent[NO_RST_REASON][7][ORPHANED] != SENT_NO_MEMORY
            		|| m.sent[NO_RST_REASON - 1][7][ON_OUR_OWN] != SENT_OTHER
            		|| m.sent[{{sent["SK_RST_REASON_TCP_ABORT_ON_DATA"]}}][7][OTHER_SEGMENT] != AFTER_CLOSE
            		|| m.dropped[{{dropped["SKB_DROP_REASON_NOT_SPECIFIED"]}}][10] != ENDS_REQUEST
            		|| m.dropped[{{dropped["SKB_DROP_REASON_NOT_SPECIFIED"]}}][MINI_FIN_WAIT2] != ENDS_MINI
            		|| m.dropped[{{dropped["SKB_DROP_REASON_NOT_SPECIFIED"]}}][NO_SOCKET] != NOTHING
            		|| m.dropped[{{dropped["SKB_DROP_REASON_TCP_RESET"]}}][10] != IGNORED_STRAY
            		|| m.dropped[{{dropped["SKB_DROP_REASON_TCP_RESET"]}}][1] != IGNORED_OUT_OF_WINDOW
            		|| m.dropped[{{dropped["SKB_DROP_REASON_NO_SOCKET"]}}][UNKNOWN_STATE] != ANSWERED
            		|| m.dropped[{{DropReasons.Rows.Count + 1}}][1] != NOTHING;
            }
            """,
            runs: true);
    }

    [Fact]
    public void has_what_is_handed_on_at_the_same_places()
    {
        (string C, string Sharp)[] fields =
        [
            ("time", nameof(ResetEvent.Time)), ("cgroup", nameof(ResetEvent.Cgroup)), ("bytes_received", nameof(ResetEvent.BytesReceived)),
            ("bytes_sent", nameof(ResetEvent.BytesSent)), ("ends.peer", nameof(ResetEvent.Peer)), ("ends.local", nameof(ResetEvent.Local)),
            ("ends.peer_port", nameof(ResetEvent.PeerPort)), ("ends.local_port", nameof(ResetEvent.LocalPort)),
            ("netns", nameof(ResetEvent.NetworkNamespace)), ("idle", nameof(ResetEvent.IdleTicks)), ("reason", nameof(ResetEvent.Reason)),
            ("kind", nameof(ResetEvent.KindNumber)), ("mistaken", nameof(ResetEvent.Mistaken)), ("state", nameof(ResetEvent.State)),
            ("role", nameof(ResetEvent.Role)), ("is_ipv6", "isIPv6"), ("tells_connection", "tellsConnection"),
            ("is_excluded", "isExcluded"), ("is_unacknowledged", "isUnacknowledged"), ("cpu", nameof(ResetEvent.Cpu)),
        ];
        IEnumerable<string> asserts = fields
            .Select(field => Same($"offsetof(struct event, {field.C})", (int)Marshal.OffsetOf<ResetEvent>(field.Sharp)))
            .Append(Same("sizeof(struct event)", Marshal.SizeOf<ResetEvent>()))
            .Append(Same("sizeof(struct exclusion)", Marshal.SizeOf<Exclusion>()))
            .Append(Same("offsetof(struct exclusion, mask)", (int)Marshal.OffsetOf<Exclusion>("<Mask>k__BackingField")));
        Compile($"#include \"{Folder}/tcp_resets.h\"\n#include <stddef.h>\n{string.Join('\n', asserts)}\n");
    }

    public static TheoryData<string> Headers => [.. Directory.GetFiles(Folder, "*.h").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Headers))]
    public void is_in_headers_that_compile_each_by_itself(string header)
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("alone.c", $"#include \"{Folder}/{header}\"\n");
        string[] options = ["-target", "bpf", "-mcpu=v3", "-g", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function"];
        Command.Output("clang", [.. options, file]);
    }

    [Fact]
    public void has_what_the_kernel_tells_of_programs_at_the_same_place() => Compile(
        "#include <linux/bpf.h>\n#include <stddef.h>\n"
        + Same("offsetof(struct bpf_prog_info, recursion_misses)", BpfLink.RecursionMissesOffset) + '\n');

    private static Dictionary<string, int> Numbered(IEnumerable<string> reasons, string prefix) =>
        reasons.Where(reason => reason.Length > 0).Distinct().Select((reason, i) => (reason, i))
            .ToDictionary(pair => prefix + pair.reason, pair => pair.i + 1);

    private static string Same(string c, int sharp) =>
        $"_Static_assert({c} == {sharp}, \"{c.Replace("\"", "", StringComparison.Ordinal)}\");";

    private static void Compile(string source, bool runs = false)
    {
        using TemporaryDirectory directory = new();
        directory.Write("layout.c", source);
        string file = Path.Join(directory.Path, "layout");
        Command.Output("clang", ["-Wall", "-Werror", .. runs ? new[] { "-o", file } : ["-fsyntax-only"], file + ".c"]);
        if (runs)
        {
            Command.Output(file);
        }
    }
}
