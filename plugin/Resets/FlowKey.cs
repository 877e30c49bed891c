namespace TcpResets.Resets;

/// <summary>What makes one row of a <see cref="FlowTable"/>: never an ephemeral port. Equal by value, also its service.</summary>
internal readonly record struct FlowKey(
    Kind Kind, Family Family, bool IsExcluded, Service Service, uint NetworkNamespace, Role Role, ushort ServicePort, Address Peer)
{
    /// <summary>
    /// Whether anybody can make such a reset in the name of another's address. What answers a segment that needs no handshake, or is in
    /// the midst of one, proves no peer (RFC 4987, section 2), nor does what ended nothing.
    /// </summary>
    public bool IsForgeable => Kind.Direction == Direction.Ignored
        || Kind == Received.Handshake
        || Kind == SentCause.ClosedPort // a SYN
        || Kind == SentCause.HalfOpen // any segment
        || Kind == SentCause.Invalid // a bad ACK to a SYN-RECEIVED, tcp_check_req()
        || Kind == SentCause.QueueFull // an ACK to a listener whose queue is full, tcp_rcv_state_process()
        || Kind == SentCause.Firewall; // whatever a rule rejects, often a SYN

    /// <summary>The place of the total that it is part of: all excluded ones of a family have one.</summary>
    public int Slot => (IsExcluded ? Kind.Excluded : Kind).Slot(Family);

    public bool Equals(FlowKey other) =>
        Peer.First == other.Peer.First && Peer.Last == other.Peer.Last && ServicePort == other.ServicePort
        && Kind.Number == other.Kind.Number && Family == other.Family && IsExcluded == other.IsExcluded && Role == other.Role
        && NetworkNamespace == other.NetworkNamespace
        && (ReferenceEquals(Service, other.Service) || Service == other.Service);

    /// <summary>Tells nothing of what a sender could choose. See <see cref="FlowIndex.HashOf"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Kind.Number, Service.Name);
}
