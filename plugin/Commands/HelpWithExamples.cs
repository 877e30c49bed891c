using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TcpResets.Commands;

/// <summary>
/// The library's help, with the examples of a command, for which it has no section, and the plugin's argument only where it can stand.
/// </summary>
internal sealed class HelpWithExamples(HelpAction help, Argument ofPlugin, IReadOnlyDictionary<string, string> examples)
    : SynchronousCommandLineAction
{
    /// <summary>Who asks for help gets it, whatever else is wrong.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        string command = parseResult.CommandResult.Command.Name;
        ofPlugin.Hidden = command != Executable.Called;
        int result = help.Invoke(parseResult);
        if (examples.TryGetValue(command, out string? lines))
        {
            parseResult.InvocationConfiguration.Output.Write(lines + '\n');
        }

        return result;
    }
}
