using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TcpResets.Commands;

/// <summary>The library's help, followed by examples: it has no section for them.</summary>
internal sealed class HelpWithExamples(HelpAction help, string examples) : SynchronousCommandLineAction
{
    /// <summary>Who asks for help gets it, whatever else is wrong.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command.Name == CommandLine.Program)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(examples);
        }

        return result;
    }
}
