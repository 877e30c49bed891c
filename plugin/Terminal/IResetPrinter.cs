using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>Writes resets into an <see cref="OutputBuffer"/>, a line each.</summary>
internal interface IResetPrinter
{
    /// <summary>What stands above the first line.</summary>
    void Head(OutputBuffer output);

    void Reset(OutputBuffer output, in ResetEvent reset, Service service, string reason);

    /// <summary>So many more resets, of which only the number is known.</summary>
    void Lost(OutputBuffer output, ulong resets);
}
