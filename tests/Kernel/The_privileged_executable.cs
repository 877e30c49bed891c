using System.Globalization;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Kernel;

public sealed class The_privileged_executable
{
    private const string Given = "cap_bpf,cap_perfmon,cap_sys_admin=p";
    private const string None = "0000000000000000";

    [Theory]
    [InlineData("cap_bpf,cap_perfmon=p", "")]
    [InlineData("cap_sys_admin=p", "")]
    [InlineData(Given, "--bounding-set=-bpf")] // as netdata.service
    [InlineData(Given, "--bounding-set=-sys_admin")] // as netdata.service with the drop-in
    public void needs_no_more_than_these_capabilities_and_keeps_none_in_any_thread(string capabilities, string setpriv)
    {
        using RunningPlugin plugin = new(capabilities, setpriv.Length > 0 ? [setpriv] : []);
        plugin.Source.Should().Be("kernel");
        plugin.Threads("CapEff").Should().HaveCount(2, "the other is that of the finalizers").And.AllBe(None);
        plugin.Threads("CapPrm").Should().AllBe(None);
        plugin.Threads("CapInh").Should().AllBe(None);
        plugin.Threads("CapAmb").Should().AllBe(None);
        plugin.Threads("NoNewPrivs").Should().AllBe("1");
        bool takesTheWidest = capabilities == "cap_sys_admin=p" || setpriv == "--bounding-set=-bpf";
        plugin.End().Contains("attached by CAP_SYS_ADMIN", StringComparison.Ordinal).Should().Be(takesTheWidest);
    }

    [Fact]
    public void keeps_none_for_check_either()
    {
        CommandResult trace = Shell.Run($"strace -f -e trace=prctl,capset,write {Repository.Executable} check --source kernel 2>&1");
        string[] calls = trace.Output.Split('\n');
        int said = Array.FindIndex(calls, call => call.Contains("write(", StringComparison.Ordinal) && call.Contains("\"source kernel"));
        said.Should().BePositive(trace.Output);

        // In two threads, that of the finalizers being the other.
        foreach (string given in new[] { "prctl(PR_SET_NO_NEW_PRIVS, 1", "{effective=0, permitted=0, inheritable=0}) = 0" })
        {
            calls[..said].Where(call => call.Contains(given, StringComparison.Ordinal)).Should().HaveCount(2, trace.Output);
        }

        calls[said..].Should().NotContain(call => call.Contains("capset("));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cap_net_admin=p")]
    [InlineData("cap_bpf=p")]
    public void estimates_without_them_and_says_what_is_missing(string capabilities)
    {
        using RunningPlugin plugin = new(capabilities);
        plugin.Source.Should().Be("snmp");
        plugin.Threads("CapPrm").Should().AllBe(None);
        plugin.End().Should().Contain("source snmp").And.Contain("CAP_BPF and CAP_PERFMON");
    }

    [Fact]
    public void says_that_its_service_withholds_them_until_it_is_restarted()
    {
        using RunningPlugin plugin = new(Given, "--bounding-set=-bpf,-perfmon,-sys_admin");
        plugin.Source.Should().Be("snmp");
        plugin.End().Should().Contain("the agent's service or container withholds (CapabilityBoundingSet=); "
            + "restart the agent after 'tcp-resets.plugin install'");
    }

    [Fact]
    public void refuses_to_estimate_when_it_is_told_to_read_the_kernel_and_cannot()
    {
        CommandResult plugin = Command.Run(
            "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", Repository.Executable, "1", "--source", "kernel");
        plugin.Output.Should().BeEmpty();
        plugin.ExitCode.Should().Be(1);
        plugin.Errors.Should().Contain("cannot work here: kernel: it takes the capabilities");
    }

    [Fact]
    public void loads_no_library_that_its_environment_names()
    {
        using TemporaryDirectory directory = new();
        File.SetUnixFileMode(directory.Path, (UnixFileMode)0b111_111_111);
        directory.Write(
            "evil.c",
            $"#include <fcntl.h>\n__attribute__((constructor)) static void run(void) {{ creat(\"{directory.Path}/ran\", 0666); }}\n");
        string library = Path.Join(directory.Path, "evil.so");
        Command.Output("clang", "-shared", "-fPIC", "-o", library, Path.Join(directory.Path, "evil.c"));
        string ran = Path.Join(directory.Path, "ran");
        Command.Output("env", $"LD_PRELOAD={library}", "true");
        File.Exists(ran).Should().BeTrue("the library must work for a program without capabilities");
        File.Delete(ran);

        using RunningPlugin plugin = new(Given, [], new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["LD_AUDIT"] = library,
            ["LD_LIBRARY_PATH"] = directory.Path,
            ["DOTNET_GCName"] = "evil.so",
            ["DOTNET_GCPath"] = library,
            ["DOTNET_STARTUP_HOOKS"] = library,
            ["CORECLR_ENABLE_PROFILING"] = "1",
            ["CORECLR_PROFILER_PATH"] = library,
            ["GCONV_PATH"] = directory.Path,
        });
        plugin.Source.Should().Be("kernel");
        File.ReadAllText($"/proc/{plugin.Id}/maps").Should().NotContain(directory.Path);
        File.Exists(ran).Should().BeFalse();
        plugin.End();
    }

    [Fact]
    public void leaves_no_program_in_the_kernel_however_it_ends()
    {
        using RunningPlugin plugin = new(Given);
        int[] programs = plugin.Programs();
        programs.Should().HaveCountGreaterThanOrEqualTo(3).And.AllSatisfy(id => Exists(id).Should().BeTrue());
        plugin.Kill();
        foreach (int id in programs)
        {
            // The kernel frees them after a grace period (RCU).
            Wait.Until(() => !Exists(id), TimeSpan.FromSeconds(20), $"program {id} is gone");
        }
    }

    [Fact]
    public void fits_into_12_MiB()
    {
        using RunningPlugin plugin = new(Given);
        string rss = File.ReadLines($"/proc/{plugin.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        int.Parse(rss.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            .Should().BeLessThan(12 * 1024);
    }

    private static bool Exists(int program) => Command.Run("bpftool", "prog", "show", "id", $"{program}").ExitCode == 0;
}
