using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Packaging;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed class An_installation
{
    private const string Guide = "<html>a guide</html>";

    public static TheoryData<string> InstallTypes => [.. InstallShape.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(InstallTypes))]
    public void puts_each_file_where_the_install_type_wants_it_as_its_own_are(string installType)
    {
        InstallShape shape = InstallShape.Of(installType);
        using Machine machine = Machine.With(shape);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Rights(shape.Prefix, shape.PluginPlace, "tcp-resets.plugin")
            .Should().Be($"root:netdata 0{shape.PluginMode[^3..].Replace("755", "754")}");
        File.ReadAllBytes(machine.At(shape.Prefix, shape.PluginPlace, "tcp-resets.plugin"))
            .Should().Equal(File.ReadAllBytes(machine.Executable));
        machine.Rights(shape.Prefix, "etc/netdata/tcp-resets.conf").Should().Be("root:root 0644");
        machine.Rights(shape.Prefix, "etc/netdata/health.d/tcp_resets.conf").Should().Be("root:netdata 0644");
        Executable.GuideFiles.Where(name => name.EndsWith(".html", StringComparison.Ordinal)).Should().NotBeEmpty()
            .And.AllSatisfy(guide => machine.Rights(shape.Prefix, shape.Web, guide == "index.html" ? "guides" : "guides/tcp", guide)
                .Should().Be("netdata:netdata 0664"));
        machine.Reloads.Should().Be(1);
    }

    [Fact]
    public void serves_guides_below_directories_like_the_web_directory()
    {
        InstallShape shape = InstallShape.All[0];
        using Machine machine = Machine.With(shape);
        string before = machine.Listing();

        machine.InstallPlan(plan => [AGuide(machine, shape), .. plan]);

        File.ReadAllText(machine.At(shape.Web, "guides/tcp/some.html")).Should().Be(Guide);
        machine.Rights(shape.Web, "guides").Should().Be("netdata:netdata 0755");
        machine.Rights(shape.Web, "guides/tcp").Should().Be("netdata:netdata 0755");
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(InstallTypes))]
    public void can_be_repeated_and_taken_away_without_a_trace(string installType)
    {
        using Machine machine = Machine.With(InstallShape.Of(installType));
        string before = machine.Listing();
        machine.Install();
        string installed = machine.Listing();

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().Contain("in place already").And.NotContain("wrote");
        machine.Listing().Should().Be(installed);
        machine.Reloads.Should().Be(1);

        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
        machine.Reloads.Should().Be(2);

        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().StartWith("Nothing of tcp-resets.plugin is installed");
        machine.Listing().Should().Be(before);
        machine.Reloads.Should().Be(2);
    }

    [Fact]
    public void says_in_a_dry_run_what_it_then_does()
    {
        using Machine machine = Machine.With(InstallShape.All[1]);
        string before = machine.Listing();
        machine.Install(isDryRun: true).Should().Be(ExitCode.Done, machine.Errors);
        string announced = machine.Output;
        machine.Listing().Should().Be(before);

        machine.Install();
        string installed = machine.Listing();
        Steps(announced.Replace("would write", "wrote").Replace("would make", "made").Replace("would give", "gave")
                .Replace("would link", "linked").Replace("would ask", "asked"))
            .Should().Equal(Steps(machine.Output));

        machine.Uninstall(isDryRun: true).Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().Contain("would delete").And.NotContain("\ndeleted");
        machine.Listing().Should().Be(installed);
        machine.Reloads.Should().Be(1);
    }

    [Fact]
    public void replaces_an_older_version_and_takes_away_what_that_alone_had()
    {
        InstallShape shape = InstallShape.All[0];
        using Machine machine = Machine.With(shape);
        string before = machine.Listing();
        machine.InstallPlan(plan =>
        [
            AGuide(machine, shape),
            .. plan.Select(file => file with { Content = [.. file.Content, (byte)'\n'], OwnVersions = file.OwnVersions }),
        ]);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        File.Exists(machine.At(shape.Web, "guides/tcp/some.html")).Should().BeFalse();
        File.ReadAllBytes(machine.At("etc/netdata/tcp-resets.conf")).Should().Equal(Executable.Read(Executable.Configuration));
        File.ReadAllBytes(machine.At(shape.Plugins, "tcp-resets.plugin")).Should().Equal(File.ReadAllBytes(machine.Executable));
        machine.Output.Should().NotContain("kept");
        machine.Uninstall();
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void ends_the_process_that_runs_the_replaced_executable_and_no_other()
    {
        InstallShape shape = InstallShape.All[0];
        using Machine machine = Machine.With(shape);
        machine.Executable = "/bin/sleep";
        machine.Install();
        string plugin = machine.At(shape.Plugins, "tcp-resets.plugin");
        using RunningProgram running = new(plugin, ["600"]);
        using RunningProgram another = new("/bin/sleep", ["600"]);

        machine.Install();
        running.HasEnded.Should().BeFalse("nothing was replaced");
        machine.Executable = "/bin/true";
        machine.Install();

        running.ExitCode().Should().Be(128 + RunningProgram.SigTerm, "its executable was replaced");
        machine.Output.Should().Contain($"ended process {running.Id}");
        another.HasEnded.Should().BeFalse();
    }

    [Fact]
    public void stays_at_the_place_where_somebody_has_put_the_executable_by_hand()
    {
        InstallShape shape = InstallShape.Of("Netdata's package");
        using Machine machine = Machine.With(shape);
        File.WriteAllBytes(machine.At(shape.Plugins, "tcp-resets.plugin"), [.. File.ReadAllBytes("/bin/sleep"), .. OwnProgram.Mark]);

        machine.Install();

        File.ReadAllBytes(machine.At(shape.Plugins, "tcp-resets.plugin")).Should().Equal(File.ReadAllBytes(machine.Executable));
        File.Exists(machine.At(shape.PluginPlace, "tcp-resets.plugin")).Should().BeFalse("the agent would run the other one");
    }

    [Fact]
    public void does_not_follow_a_symbolic_link_below_the_web_directory()
    {
        InstallShape shape = InstallShape.All[0];
        using Machine machine = Machine.With(shape);
        Directory.CreateDirectory(machine.At("elsewhere/tcp"));
        File.CreateSymbolicLink(machine.At(shape.Web, "guides"), machine.At("elsewhere"));
        string before = machine.Listing();

        FluentActions.Invoking(() => machine.InstallPlan(plan => [AGuide(machine, shape), .. plan]))
            .Should().Throw<InstallFailure>().WithMessage("*/web/guides is not a directory, or a symbolic link*");

        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void does_not_follow_a_record_that_another_user_could_have_written()
    {
        using Machine machine = Machine.With(InstallShape.All[0]);
        machine.Install();
        Command.Output("chown", "netdata", machine.At("etc/netdata/.tcp-resets.installed"));

        machine.Uninstall().Should().Be(ExitCode.CannotWork);

        machine.Errors.Should().Contain("may have been changed by another user");
        machine.Output.Should().BeEmpty();
    }

    [Fact]
    public void tells_when_the_agent_does_not_run_and_goes_on()
    {
        InstallShape shape = InstallShape.All[0];
        using Machine machine = Machine.With(shape);
        Machine.Script(machine.At(shape.Programs, "netdata"), "echo netdata v2.9.0");

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Output.Should().Contain("could not ask the agent to read its alerts again: ").And.Contain("does not run");
    }

    [Fact]
    public void asks_the_agent_that_the_script_of_a_static_build_runs()
    {
        InstallShape shape = InstallShape.Of("static build");
        using Machine machine = Machine.With(shape);
        string daemon = machine.At(shape.Prefix, shape.Programs, "netdata");
        string wrapped = machine.At(shape.Prefix, shape.Programs, "srv/netdata");
        Directory.CreateDirectory(Path.GetDirectoryName(wrapped)!);
        File.Move(daemon, wrapped); // what runs goes on to be this one
        Machine.Script(daemon, $"exec {wrapped} \"$@\"");

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Output.Should().Contain("asked the agent to read its alerts again").And.NotContain("could not");
        machine.Reloads.Should().Be(1);
    }

    [Fact]
    public void asks_only_the_agent_that_it_was_made_into()
    {
        using Machine machine = Machine.With(InstallShape.All[0]), other = Machine.With(InstallShape.All[0]);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        (machine.Reloads, other.Reloads).Should().Be((1, 0));
    }

    [Fact]
    public void says_that_the_agent_was_told_not_to_run_it()
    {
        using Machine machine = Machine.With(InstallShape.All[0]);
        File.WriteAllText(machine.At("etc/netdata/netdata.conf"), "[plugins]\n\tenable running new plugins = no\n");

        machine.Install();

        machine.Output.Should().Contain("set 'tcp-resets = yes' in its section [plugins]");
    }

    [Fact]
    public void is_taken_away_with_what_a_killed_one_was_writing()
    {
        InstallShape shape = InstallShape.All[0];
        using Machine machine = Machine.With(shape);
        string before = machine.Listing();
        machine.Install();
        File.WriteAllText(machine.At(shape.Plugins, "tcp-resets.plugin.tmp"), "half");
        File.WriteAllText(machine.At("etc/netdata/health.d/tcp_resets.conf.tmp"), "half");

        machine.Uninstall();

        machine.Listing().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(InstallTypes))]
    public void links_the_executable_into_the_path(string installType)
    {
        InstallShape shape = InstallShape.Of(installType);
        using Machine machine = Machine.With(shape);
        machine.Executable = "/bin/echo";

        machine.Install();

        string link = machine.At("usr/local/bin/tcp-resets");
        new FileInfo(link).LinkTarget.Should().Be(machine.At(shape.Prefix, shape.PluginPlace, "tcp-resets.plugin"));
        Command.Output(link, "it runs").Should().Be("it runs\n");
        machine.Output.Should().Contain($"linked {link} to ");
    }

    [Fact]
    public void makes_the_directory_of_the_link_and_takes_it_away_again()
    {
        using Machine machine = Machine.With(InstallShape.All[0]);
        Directory.Delete(machine.At("usr/local/bin"));
        Directory.Delete(machine.At("usr/local"));
        string before = machine.Listing();

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Rights("usr/local/bin").Should().Be("root:root 0755");
        new FileInfo(machine.At("usr/local/bin/tcp-resets")).Exists.Should().BeTrue();
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
    }

    [Theory]
    [InlineData("a file")]
    [InlineData("a link elsewhere")]
    [InlineData("a link to nowhere")]
    [InlineData("a directory")]
    public void leaves_what_somebody_else_has_put_in_the_place_of_the_link(string what)
    {
        using Machine machine = Machine.With(InstallShape.All[0]);
        string link = machine.At("usr/local/bin/tcp-resets");
        switch (what)
        {
            case "a file":
                File.WriteAllText(link, "mine");
                break;
            case "a directory":
                Directory.CreateDirectory(link);
                break;
            default:
                File.CreateSymbolicLink(link, what == "a link elsewhere" ? "/bin/true" : "/opt/tcp-resets.plugin");
                break;
        }

        string before = machine.Listing();

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Output.Should().Contain($"left {link}: it is not the plugin's").And.NotContain("linked");
        machine.Install();
        machine.Output.Should().Contain("in place already");
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void leaves_a_link_that_somebody_has_turned_elsewhere_since()
    {
        using Machine machine = Machine.With(InstallShape.All[0]);
        machine.Install();
        string link = machine.At("usr/local/bin/tcp-resets");
        File.Delete(link);
        File.CreateSymbolicLink(link, "/bin/true");

        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);

        new FileInfo(link).LinkTarget.Should().Be("/bin/true");
        machine.Output.Should().Contain($"left {link}: it is not the plugin's");
    }

    [Fact]
    public void turns_its_link_to_where_the_executable_is_now()
    {
        InstallShape shape = InstallShape.Of("Netdata's package");
        using Machine machine = Machine.With(shape);
        Directory.Delete(machine.At(shape.PluginPlace));
        machine.Install();
        string link = machine.At("usr/local/bin/tcp-resets");
        new FileInfo(link).LinkTarget.Should().Be(machine.At(shape.Plugins, "tcp-resets.plugin"));
        Directory.CreateDirectory(machine.At(shape.PluginPlace));
        File.Delete(machine.At(shape.Plugins, "tcp-resets.plugin"));

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        new FileInfo(link).LinkTarget.Should().Be(machine.At(shape.PluginPlace, "tcp-resets.plugin"));
    }

    [Fact]
    public void goes_on_where_no_link_can_be_made()
    {
        using Machine machine = Machine.With(InstallShape.All[0]);
        Directory.Delete(machine.At("usr/local/bin"));
        File.WriteAllText(machine.At("usr/local/bin"), "no directory");

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Output.Should().Contain($"could not link {machine.At("usr/local/bin/tcp-resets")} to ").And.Contain("Not a directory");
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
    }

    // The last line sums up.
    private static string[] Steps(string output) => output.TrimEnd().Split('\n')[..^1];

    private static PlannedFile AGuide(Machine machine, InstallShape shape) => new(
        machine.At(shape.Web),
        "guides/tcp/some.html",
        System.Text.Encoding.UTF8.GetBytes(Guide),
        Linux.FileStatus.Of(machine.At(shape.Web, "index.html")).Rights);
}
