using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>Tells a version of this plugin, put somewhere by hand, from somebody else's program of the same name.</summary>
internal static class OwnProgram
{
    private const int Largest = 64 * 1024 * 1024;

    /// <summary>What every version contains.</summary>
    public static ReadOnlySpan<byte> Mark => "This is tcp-resets.plugin, which counts TCP resets. GPL-3.0-or-later."u8;

    public static bool Is(string path) =>
        FileTree.Read(path, Largest, out byte[] content) == 0 && content.AsSpan().IndexOf(Mark) >= 0;
}
