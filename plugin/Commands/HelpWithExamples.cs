using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TcpResets.Commands;

/// <summary>The library's help, with examples, for which it has no section, and the plugin's argument only where it can stand.</summary>
internal sealed class HelpWithExamples(HelpAction help, Argument ofPlugin, string examples) : SynchronousCommandLineAction
{
    /// <summary>Who asks for help gets it, whatever else is wrong.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        bool isPlugin = parseResult.CommandResult.Command.Name == Executable.Name;
        ofPlugin.Hidden = !isPlugin;
        int result = help.Invoke(parseResult);
        if (isPlugin)
        {
            parseResult.InvocationConfiguration.Output.Write(examples + '\n');
        }

        return result;
    }
}
