using System.Text;
using TcpResets.Resets;

namespace TcpResets.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Id">Its id and name: users' dashboards and alerts rest on it. No dots.</param>
/// <param name="Family">Of which family.</param>
/// <param name="Kind">Which count it shows.</param>
/// <param name="Multiplier">1, or -1 to draw it below the axis.</param>
internal sealed record Dimension(string Id, Family Family, Kind Kind, int Multiplier = 1)
{
    /// <summary><see cref="Id"/> as it is sent each second.</summary>
    public byte[] IdBytes { get; } = Encoding.UTF8.GetBytes(Id);
}
