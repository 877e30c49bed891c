using System.CommandLine;
using TcpResets.Logging;
using TcpResets.Packaging;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Settings;

namespace TcpResets.Commands;

/// <summary><c>check</c>: what works on this machine, and why not.</summary>
internal static class CheckCommand
{
    public static Command Create(Option<SourceChoice?> source, Option<NetworkScope?> scope)
    {
        Command check = new("check", "Check what works on this machine, and why; exits with 1 if nothing does.") { source, scope };
        check.SetAction(result => Check(
            PluginSettings.Resolve(
                null,
                result.GetValue(source),
                result.GetValue(scope),
                AgentEnvironment.OfThisProcess.OrWith(InstallLayout.ConfigDirectory("/"))),
            AgentEnvironment.OfThisProcess,
            result.InvocationConfiguration.Output));
        return check;
    }

    private static int Check(PluginSettings settings, AgentEnvironment environment, TextWriter output)
    {
        SourceLadder ladder = SourceLadder.Climb(settings, environment, new Log(environment.Log));
        using ResetSource? source = ladder.Source;
        foreach (SourceFinding finding in ladder.Findings)
        {
            string use = finding.Source == source?.SourceKind ? "in use" : finding.Works ? "works" : "no";
            output.WriteLine($"source {Words<SourceKind>.Of(finding.Source),-7} {use,-7} {finding.Reason}");
        }

        output.WriteLine($"limits         '{Executable.Called} guide limits' says what each source may hide");
        if (source is { SourceKind: SourceKind.Kernel })
        {
            output.WriteLine($"skipped events {MissedEvents.Describe(source.Missed)}");
        }

        output.WriteLine($"update every   {settings.UpdateEvery} s");
        output.WriteLine(
            $"configuration  {settings.File ?? $"none: no {PluginSettings.FileName} in the agent's configuration directories"}");
        foreach (ExcludeRule rule in settings.Exclude)
        {
            output.WriteLine($"excluded       {rule.Line}");
        }

        if (settings.Exclude.Count > 0 && source is { SourceKind: not SourceKind.Kernel })
        {
            output.WriteLine($"problem        {PluginSettings.CannotExclude}");
        }

        foreach (string problem in settings.Problems)
        {
            output.WriteLine($"problem        {problem}");
        }

        output.WriteLine(source is null ? "The plugin cannot work here." : $"The plugin works here, from source {source.Name}.");
        return source is null ? ExitCode.CannotWork : ExitCode.Done;
    }
}
