namespace TcpResets.Resets;

/// <summary>Which side of a connection this host was: <c>enum role</c> of tcp_resets.h.</summary>
internal enum Role : byte
{
    /// <summary>The kernel does not tell. It is never guessed from port numbers.</summary>
    Unknown,

    /// <summary>This host connected.</summary>
    Client,

    /// <summary>It accepted, or would have.</summary>
    Server,
}
