using System.CommandLine;

namespace TcpResets.Commands;

/// <summary><c>guide</c>: what to do when an alert is raised.</summary>
internal static class GuideCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command guide = new("guide", "Print the guide of an alert.");
        guide.SetAction(_ => 0);
        return guide;
    }
}
