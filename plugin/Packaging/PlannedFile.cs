using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>A file as it should be on the machine, named below the directory of the agent's that it belongs to.</summary>
internal sealed record PlannedFile(string Base, string Name, byte[] Content, FileRights Rights)
{
    public string Path => System.IO.Path.Join(Base, Name);

    /// <summary>True if users change it, and what they changed is kept.</summary>
    public bool IsConfiguration => OwnVersions.Count > 0;

    /// <summary>Of a program: what it may do more than who runs it, a mask of 1 &lt;&lt; CAP_…</summary>
    public ulong Capabilities { get; init; }

    /// <summary>True of what the agent is to run.</summary>
    public bool IsProgram => Capabilities != 0;

    /// <summary>Of a configuration: every content that comes from this version of the plugin, for any agent.</summary>
    public IReadOnlyList<byte[]> OwnVersions { get; init; } = [];
}
