using System.Globalization;

namespace TcpResets.Packaging;

/// <summary>
/// Fowler-Noll-Vo 1a, 64 bits: tells whether a file was changed. Nobody gains from making one that passes for ours, and the framework's
/// cryptographic digests would load OpenSSL.
/// </summary>
internal static class Digest
{
    private const ulong OffsetBasis = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    /// <summary>The digest, 16 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        ulong hash = OffsetBasis;
        foreach (byte b in content)
        {
            hash = (hash ^ b) * Prime;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
