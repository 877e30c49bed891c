namespace TcpResets.Resets;

/// <summary>Whose socket it was, under the name that people know. Names are others' words: whoever prints one sanitises it.</summary>
internal sealed record Service(ServiceKind Kind, string Name)
{
    /// <summary>The first network namespace, where no cgroup tells more.</summary>
    public static readonly Service Host = new(ServiceKind.Host, "host");
}
