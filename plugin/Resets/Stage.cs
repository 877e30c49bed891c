namespace TcpResets.Resets;

/// <summary>How far a connection in use had come.</summary>
internal enum Stage
{
    /// <summary>Nobody had sent anything.</summary>
    NoData,

    /// <summary>Data had gone one way.</summary>
    Request,

    /// <summary>Data had gone both ways.</summary>
    Exchange,
}
