using System.Text;
using TcpResets.Resets;

namespace TcpResets.Charts;

/// <summary>
/// One line of a chart. Users' dashboards and alerts rest on its id, which is its name, too, and has no dots. A multiplier of -1 draws it
/// below the axis.
/// </summary>
internal sealed record Dimension(string Id, Family Family, Kind Kind, int Multiplier = 1)
{
    /// <summary><see cref="Id"/> as it is sent each second.</summary>
    public byte[] IdBytes { get; } = Encoding.UTF8.GetBytes(Id);
}
