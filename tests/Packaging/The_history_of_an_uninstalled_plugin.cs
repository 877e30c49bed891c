using System.Net.Sockets;
using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Packaging;

/// <summary>What the plugin has written down of the last hour, in the agent's cache directory.</summary>
public sealed class The_history_of_an_uninstalled_plugin
{
    private static readonly InstallShape Shape = InstallShape.All[0];

    [Theory]
    [InlineData("opt/netdata", "opt/netdata/var/cache/netdata")]
    [InlineData("", "var/cache/netdata")]
    [InlineData("", "mnt/cache", "mnt/cache")] // as netdata.conf says
    public void is_deleted_with_it_and_nothing_else_of_the_cache(string prefix, string directory, string? configured = null)
    {
        using Machine machine = Machine.With(InstallShape.All.First(shape => shape.Prefix == prefix));
        if (configured is not null)
        {
            File.WriteAllText(machine.At("etc/netdata/netdata.conf"), $"[directories]\n\tcache = {machine.At(configured)}\n");
        }

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        string history = Put(machine, directory, PluginSettings.HistoryFileName);
        string unfinished = Put(machine, directory, PluginSettings.HistoryFileName + ".tmp");
        string ofTheAgent = Put(machine, directory, "dbengine");

        machine.Uninstall(isDryRun: true).Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().Contain($"would delete {history}\n");
        File.Exists(history).Should().BeTrue();
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().Contain($"deleted {history}\n").And.Contain($"deleted {unfinished}\n");
        Directory.GetFileSystemEntries(machine.At(directory)).Should().Equal(ofTheAgent);
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().StartWith("Nothing of tcp-resets.plugin is installed");
    }

    [Fact]
    public void is_left_alone_if_it_is_no_file_of_the_plugins()
    {
        using Machine machine = Machine.With(Shape);
        string target = Put(machine, "var/cache/netdata", "else");
        string link = machine.At("var/cache/netdata", PluginSettings.HistoryFileName);
        File.CreateSymbolicLink(link, target);
        Directory.CreateDirectory(link + ".tmp");
        machine.Install();
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        new FileInfo(link).LinkTarget.Should().Be(target);
        File.Exists(target).Should().BeTrue();
        Directory.Exists(link + ".tmp").Should().BeTrue();
    }

    /// <summary>It ends with the executable, and what it has counted last goes with it.</summary>
    [Fact]
    public void does_not_come_back_from_a_plugin_that_still_runs()
    {
        using NetworkNamespace network = NetworkNamespace.Create();
        network.Run("ip", "link set lo up");
        using Machine machine = Machine.With(Shape);
        machine.Executable = Repository.Executable;
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        string cache = Directory.CreateDirectory(machine.At("var/cache/netdata")).FullName;
        using RunningProgram plugin = network.Visit(() => new RunningProgram(
            machine.At(Shape.PluginPlace, "tcp-resets.plugin"), ["1", "--network-namespaces", "own"], ("NETDATA_CACHE_DIR", cache)));
        plugin.NextLine();
        network.Visit(() =>
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            FluentActions.Invoking(() => socket.Connect("127.0.0.1", 9)).Should().Throw<SocketException>("nobody listens there");
        });
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        plugin.ExitCode().Should().Be(0);
        Directory.GetFileSystemEntries(cache).Should().BeEmpty();
    }

    private static string Put(Machine machine, string directory, string name)
    {
        Directory.CreateDirectory(machine.At(directory));
        string path = machine.At(directory, name);
        File.WriteAllText(path, "{}");
        return path;
    }
}
