namespace TcpResets.Resets;

/// <summary>What kind of thing a <see cref="Service"/> is.</summary>
internal enum ServiceKind
{
    /// <summary>The host itself.</summary>
    Host,

    /// <summary>A systemd unit: a service, a scope, a slice.</summary>
    Unit,

    /// <summary>A login session.</summary>
    Session,

    /// <summary>A container, whoever runs it.</summary>
    Container,

    /// <summary>A container of a Kubernetes pod.</summary>
    Pod,

    /// <summary>Another cgroup, by its path.</summary>
    Cgroup,

    /// <summary>No cgroup is known: the network namespace.</summary>
    NetworkNamespace,
}
