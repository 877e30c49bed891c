using FluentAssertions;
using TcpResets.Commands;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed class A_configuration_that_the_user_has_changed
{
    private const string Mine = "# mine\n";

    private static readonly InstallShape Shape = InstallShape.All[0];

    public static TheoryData<string> Files => ["etc/netdata/tcp-resets.conf", "etc/netdata/health.d/tcp_resets.conf"];

    [Theory]
    [MemberData(nameof(Files))]
    public void is_kept_by_the_same_version(string file)
    {
        using Machine machine = Machine.With(Shape);
        machine.Install();
        File.WriteAllText(machine.At(file), Mine);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        File.ReadAllText(machine.At(file)).Should().Be(Mine);
        machine.Output.Should().Contain($"kept {machine.At(file)}: you have changed it");
        File.Exists(machine.At(file) + ".new").Should().BeFalse("there is nothing new");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void is_kept_by_a_newer_version_which_comes_beside_it(string file)
    {
        using Machine machine = Machine.With(Shape);
        machine.InstallPlan(plan => plan.Select(planned => planned with { Content = "older\n"u8.ToArray() }));
        File.WriteAllText(machine.At(file), Mine);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        File.ReadAllText(machine.At(file)).Should().Be(Mine);
        File.ReadAllBytes(machine.At(file) + ".new").Should().Equal(Machine.AsInstalled(file["etc/netdata/".Length..]));
        machine.Output.Should().Contain($"mv {machine.At(file)}.new {machine.At(file)}");

        File.Move(machine.At(file) + ".new", machine.At(file), overwrite: true);
        machine.Install();
        machine.Output.Should().Contain("in place already");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void is_put_aside_by_uninstall_and_taken_up_again_by_install(string file)
    {
        using Machine machine = Machine.With(Shape);
        machine.Install();
        File.WriteAllText(machine.At(file), Mine);

        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        File.Exists(machine.At(file)).Should().BeFalse("the agent must not read it any more");
        File.ReadAllText(machine.At(file) + ".saved").Should().Be(Mine);
        Left(machine).Should().Equal(machine.At(file) + ".saved");

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        File.ReadAllText(machine.At(file)).Should().Be(Mine);
        File.Exists(machine.At(file) + ".saved").Should().BeFalse();

        machine.Uninstall();
        File.ReadAllText(machine.At(file) + ".saved").Should().Be(Mine);
        Left(machine).Should().Equal(machine.At(file) + ".saved");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void is_deleted_when_purged(string file)
    {
        using Machine machine = Machine.With(Shape);
        string before = machine.Listing();
        machine.Install();
        File.WriteAllText(machine.At(file), Mine);

        machine.Uninstall(purges: true);
        machine.Listing().Should().Be(before);

        machine.Install();
        File.WriteAllText(machine.At(file), Mine);
        machine.Uninstall();
        machine.Uninstall(purges: true);
        machine.Listing().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void is_left_alone_if_it_was_there_before(string file)
    {
        using Machine machine = Machine.With(Shape);
        File.WriteAllText(machine.At(file), Mine);
        string before = machine.Listing();

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        File.ReadAllText(machine.At(file)).Should().Be(Mine);
        machine.Output.Should().Contain($"kept {machine.At(file)}: it was there before");
        machine.Install();
        File.ReadAllText(machine.At(file)).Should().Be(Mine);

        machine.Uninstall(purges: true);
        machine.Listing().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void may_be_a_symbolic_link_which_stays_one(string file)
    {
        using Machine machine = Machine.With(Shape);
        File.WriteAllText(machine.At("mine"), Mine);
        File.CreateSymbolicLink(machine.At(file), machine.At("mine"));
        string before = machine.Listing();

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        new FileInfo(machine.At(file)).LinkTarget.Should().Be(machine.At("mine"));

        machine.Uninstall();
        machine.Listing().Should().Be(before);
    }

    [Theory]
    [InlineData("600", "0600")]
    [InlineData("664", "0664")]
    [InlineData("7777", "0664")] // of these rights a configuration needs no more
    public void keeps_its_owner_and_mode_when_only_they_were_changed(string mode, string kept)
    {
        using Machine machine = Machine.With(Shape);
        machine.InstallPlan(plan => plan.Select(planned => planned with { Content = "older\n"u8.ToArray() }));
        Command.Output("chown", "netdata:root", machine.At("etc/netdata/tcp-resets.conf"));
        Command.Output("chmod", mode, machine.At("etc/netdata/tcp-resets.conf"));

        machine.Install();

        File.ReadAllBytes(machine.At("etc/netdata/tcp-resets.conf")).Should().Equal(Executable.Read(Executable.Configuration));
        machine.Rights("etc/netdata/tcp-resets.conf").Should().Be($"netdata:root {kept}");
    }

    private static string[] Left(Machine machine) => [.. Directory.EnumerateFiles(
        machine.Root, "*tcp*resets*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })];
}
