using System.Text;

namespace TcpResets.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Id">Its id and name: users' dashboards and alerts rest on it. No dots.</param>
/// <param name="Slot">Which of the <see cref="Resets.ResetCounts"/> it shows.</param>
/// <param name="Multiplier">1, or -1 to draw it below the axis.</param>
internal sealed record Dimension(string Id, int Slot, int Multiplier = 1)
{
    /// <summary><see cref="Id"/> as it is sent each second.</summary>
    public byte[] IdBytes { get; } = Encoding.UTF8.GetBytes(Id);
}
