using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>Each thing that can be missing is taken away for real; the kernel of another make is tests/OtherKernel's.</summary>
public sealed class A_kernel_that_does_not_allow_it
{
    private const string Types = "/sys/kernel/btf/vmlinux";
    private const string BindTypes = $"mount --bind $types {Types}";

    [Theory]
    [InlineData("mount -t tmpfs none /sys/kernel/btf", "this kernel has no type information (no /sys/kernel/btf/vmlinux;")]
    [InlineData($"mount --bind /dev/null {Types}", $"{Types} holds no type information that can be read")]
    [InlineData($"head -c 1000000 {Types} >$types; {BindTypes}", $"{Types} holds no type information that can be read")]
    [InlineData(
        $"sed s/btf_trace_tcp_receive_reset/btf_trace_tcp_receive_resex/ {Types} >$types; {BindTypes}",
        "this kernel has no tracepoint tcp_receive_reset")]
    [InlineData($"sed s/btf_trace_kfree_skb/btf_trace_kfree_skx/ {Types} >$types; {BindTypes}", "this kernel has no tracepoint kfree_skb")]
    [InlineData( // a field is gone
        $"sed s/\\\\x00skc_state\\\\x00/\\\\x00skc_statx\\\\x00/ {Types} >$types; {BindTypes}", "the kernel refuses the programs")]
    public void is_told_in_one_line_and_leaves_the_counters(string takeAway, string reason) => Check(takeAway, "", reason);

    [Fact]
    public void denies_it_to_the_root_of_a_container_that_has_its_own_users() =>
        Check("true", "unshare --user --map-root-user", "denies bpf(2) to this process, in spite of its capabilities");

    [Theory]
    [InlineData( // EPERM, as container engines and systemd have it
        1, "a filter on system calls denies bpf(2) to this process, in spite of its capabilities")]
    [InlineData(38, "this kernel, or a filter on system calls, knows no bpf(2)")] // ENOSYS
    public void denies_it_by_a_filter_on_system_calls(int errno, string reason) =>
        Check("true", Deny($"bpf {errno}"), reason);

    /// <summary>As 5.12 to 5.18, where bpf(2) answers nobody without CAP_BPF (BPF_OBJ_GET_INFO_BY_FD is 15).</summary>
    [Fact]
    public void to_see_what_it_has_skipped_is_told_once_in_the_log_and_in_check()
    {
        const string CannotTell = "cannot tell: Linux counts them since 5.12, and says so without privileges since 5.19";
        string denied = Deny("bpf:0=15 1");
        Shell.Run($"{denied} {Repository.Executable} check --source kernel").Output.Should().Contain($"skipped events {CannotTell}\n");
        Shell.Run($"{Repository.Executable} check --source kernel").Output.Should().Contain("skipped events 0\n");

        string log = Shell.Run(
            $"""
            log=$(mktemp)
            {denied} {Repository.Executable} 1 --source kernel </dev/null 2>$log | (
                # Two collections after the line, it has not been said again.
                while read -r line && ! grep -q 'cannot tell' $log; do :; done
                for i in 1 2; do while read -r line && [[ $line != "BEGIN ipv4.tcp_resets "* ]]; do :; done; done
            )
            cat $log
            rm $log
            """).Output;
        log.Split('\n').Should().ContainSingle(line => line.Contains(CannotTell, StringComparison.Ordinal), log);
    }

    /// <summary>The ring of events is the only thing of this size that is mapped: a page and 512 KiB.</summary>
    [Fact]
    public void to_read_events_leaves_the_totals_and_nothing_to_watch()
    {
        const string NoEvents = "who resets, and whom, is not told, since the events cannot be read";
        string denied = Deny($"mmap:1={Environment.SystemPageSize + (512 * 1024)} 1");
        Shell.Run($"{denied} {Repository.Executable} check --source kernel").Output
            .Should().StartWith("source kernel  in use").And.Contain(NoEvents);
        CommandResult watch = Shell.Run($"{denied} {Repository.Executable} watch --seconds 20");
        watch.ExitCode.Should().Be(1);
        watch.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle()
            .Which.Should().StartWith("tcp-resets.plugin: there is nothing to watch: ").And.Contain(NoEvents);
    }

    [Fact]
    public void ends_a_plugin_that_is_told_to_read_its_events_with_1()
    {
        CommandResult run = Apart($"{Repository.Executable} 1 --source kernel </dev/null", "mount -t tmpfs none /sys/kernel/btf");
        run.ExitCode.Should().Be(1);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle()
            .Which.Should().Contain("cannot work here: kernel: this kernel has no type information");
    }

    [Fact]
    public void is_not_asked_for_all_namespaces_where_it_is_unknown_which_one_is_ours() =>
        Apart($"{Repository.Executable} check --network-namespaces own", "mount -t tmpfs none /proc").Output
            .Should().StartWith("source kernel  no ")
            .And.Contain("/proc/self/ns/net does not tell which network namespace is its own: No such file or directory");

    private static void Check(string takeAway, string wrapper, string reason)
    {
        CommandResult check = Apart($"{wrapper} {Repository.Executable} check", takeAway);
        check.ExitCode.Should().Be(0, check.Output);
        string[] lines = check.Output.Split('\n');
        lines[0].Should().StartWith("source kernel  no ").And.Contain(reason);
        lines[1].Should().StartWith("source snmp    in use");

        string log = Apart($": | {wrapper} {Repository.Executable} 1 2>&1 >/dev/null", takeAway).Output;
        log.Should().Contain("source snmp, update every 1 s; kernel: ").And.Contain(reason);
    }

    private static string Deny(string call) => $"perl {Path.Join(Repository.Root, "tests/Processes/deny.pl")} {call}";

    // In a mount namespace of its own, in which all else stands where it is: this repository may be anywhere.
    private static CommandResult Apart(string command, string takeAway) => Shell.Run(
        $"""
        exec unshare --mount bash -c '
        types=$(mktemp)
        ({takeAway}) || exit
        rm $types
        {command}'
        """);
}
