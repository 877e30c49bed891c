using System.Globalization;

namespace TcpResets.Services;

/// <summary>A process that has a socket open.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Command">What it is called; others' words: whoever prints it sanitises it.</param>
internal sealed record OwnerOfSocket(int Process, string Command)
{
    /// <summary>As in <c>nginx (812)</c>.</summary>
    public override string ToString() => $"{Command} ({Process.ToString(CultureInfo.InvariantCulture)})";
}
