using TcpResets.Resets;

namespace TcpResets.Tests.Charts;

/// <summary>A source that names itself and reads nothing.</summary>
internal sealed class NoSource : ResetSource
{
    public override SourceKind SourceKind => SourceKind.Kernel;

    public override bool IsHostWide => true;

    public override void Read(ResetCounts counts)
    {
    }

    public override void Dispose()
    {
    }
}
