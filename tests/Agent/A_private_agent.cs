using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Agent;

/// <summary>What <c>make run</c> starts and prints, with the agent of this machine looking as if it was built otherwise.</summary>
public sealed class A_private_agent : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("1.37's", new[] { "Dashboard #menu_ipv4_submenu_tcp", "Alarms #menu_ipv4_submenu_tcp;show_alarms=true" })]
    [InlineData(
        "1.44's",
        new[] { "Dashboard v0/#menu_ipv4_submenu_tcp", "Dashboard v2/", "Alarms v0/#menu_ipv4_submenu_tcp;show_alarms=true" })]
    [InlineData("2.11's", new[] { "Dashboard v3/", "Alarms api/v1/alarms?all" })]
    [InlineData("no", new[] { "Alarms api/v1/alarms?all" })]
    [InlineData("an empty", new[] { "Alarms api/v1/alarms?all" })]
    public void prints_what_it_answers_and_serves_nothing_else(string dashboard, string[] expected)
    {
        using RunningProgram run = Start(Prefix(dashboard));
        string[] lines = [.. UntilReady(run)];
        string address = lines.First(line => line.Contains("http:", StringComparison.Ordinal)).Split("http:")[1].Split('/')[2];
        lines.Where(line => line.Contains("http:", StringComparison.Ordinal) && !line.StartsWith("  Guide ", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Replace($"http://{address}/", "", StringComparison.Ordinal))
            .Should().Equal([.. expected, "Numbers api/v1/data?chart=ipv4.tcp_resets&after=-10&format=csv"]);
        lines.Contains("  It has no dashboard.").Should().Be(dashboard is "no" or "an empty");

        foreach (string page in lines.Where(line => line.Contains("http:", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1]))
        {
            Status(page).Should().Be("200", page);
        }

        foreach (string file in new[] { "README.md", "Makefile", "plugin/Program.cs", "tests/Agent/run", ".git/config" })
        {
            Status($"http://{address}/{file}").Should().NotBe("200", file);
        }

        if (dashboard == "no")
        {
            Directory.EnumerateFileSystemEntries(Path.Join(directory.Path, "agent", "web")).Select(Path.GetFileName)
                .Should().Equal(["guides"], "there is nothing else to serve");
        }

        run.Signal(RunningProgram.SigTerm);
        run.ExitCode();
    }

    [Fact]
    public void is_not_started_where_there_is_no_stock_configuration()
    {
        string prefix = Path.Join(directory.Path, "prefix");
        Directory.CreateDirectory(Path.Join(prefix, "sbin"));
        File.Copy("/bin/true", Path.Join(prefix, "sbin", "netdata"));
        using RunningProgram run = Start(prefix);
        run.ExitCode().Should().Be(1);
        run.RestOfLog().Should().ContainSingle().Which.Should().Contain("netdata has no stock configuration");
        Directory.Exists(Path.Join(directory.Path, "agent")).Should().BeFalse();
    }

    public void Dispose() => directory.Dispose();

    // The caller's directory is the repository, as with make.
    private RunningProgram Start(string prefix) => new(
        "env",
        [
            "-C", Repository.Root,
            $"NETDATA_EXECUTABLE={prefix}/sbin/netdata",
            $"AGENT_DIR={directory.Path}/agent",
            "AGENT_PORT=", "AGENT_HEALTH=", "AGENT_CONFIG=", "AGENT_PLUGIN=",
            "tests/Agent/run",
        ]);

    // The installed agent below a prefix of its own, with the dashboards that agents of other versions have.
    private string Prefix(string dashboard)
    {
        string prefix = Path.Join(directory.Path, "prefix");
        Directory.CreateDirectory(Path.Join(prefix, "sbin"));
        Directory.CreateDirectory(Path.Join(prefix, "lib"));
        File.SetUnixFileMode(directory.Path, (UnixFileMode)0b111_101_101);
        File.Copy("/usr/sbin/netdata", Path.Join(prefix, "sbin", "netdata"));
        Directory.CreateSymbolicLink(Path.Join(prefix, "lib", "netdata"), "/usr/lib/netdata");
        string[]? pages = dashboard switch
        {
            "1.37's" => ["index.html", "old/index.html"],
            "1.44's" => ["index.html", "v0/index.html", "v2/index.html"],
            "2.11's" => ["index.html", "v3/index.html"],
            "an empty" => [],
            _ => null,
        };
        if (pages is not null)
        {
            Directory.CreateDirectory(Path.Join(prefix, "share", "netdata", "web"));
        }

        foreach (string page in pages ?? [])
        {
            directory.Write($"prefix/share/netdata/web/{page}", "<!DOCTYPE html><title>a dashboard</title>");
        }

        return prefix;
    }

    private static string Status(string address) => Command.Output("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", address);

    private static IEnumerable<string> UntilReady(RunningProgram run)
    {
        string line;
        do
        {
            line = run.NextLine(StartPatience).Text;
            yield return line;
        }
        while (!line.Contains("make storm", StringComparison.Ordinal));
    }
}
