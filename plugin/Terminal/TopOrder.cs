namespace TcpResets.Terminal;

/// <summary>What the rows of <c>top</c> are sorted by, the greatest first.</summary>
internal enum TopOrder
{
    Rate,
    Total,

    /// <summary>When it began, the latest first.</summary>
    Since,

    /// <summary>When it was last seen.</summary>
    Last,
}
