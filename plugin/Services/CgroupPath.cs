using System.Globalization;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>
/// Whose a cgroup is, by its path alone. A container comes first, the innermost one, and what runs in it is not told apart: the unit
/// <c>nginx.service</c> of a container is not the host's, and the container is what the host's operator can look into, stop or move. Else
/// the innermost unit of systemd, below which a service may have made cgroups of its own. Else the path.
/// </summary>
internal static class CgroupPath
{
    /// <summary>As many characters of a container's number as its engine shows: docker ps, podman ps.</summary>
    public const int ShownIdLength = 12;

    // A socket that was accepted has the cgroup of the one that listened (cgroup_sk_clone() of kernel/cgroup/cgroup.c), and those that
    // listen for others have done nothing wrong.
    private static readonly (string Unit, string Remark)[] Listeners =
    [
        ("init.scope", "socket activation"), // systemd.socket(5): listens itself, where it does not fork into the socket unit's cgroup
        ("docker.service", "or docker-proxy"), // moby cmd/docker-proxy: a child of the daemon, one a published port
        ("snap.docker.dockerd.service", "or docker-proxy"), // the same
        ("inetd.service", "listens for others"), // inetd(8), openbsd-inetd and inetutils-inetd
        ("xinetd.service", "listens for others"), // xinetd(8)
    ];

    /// <summary>Reads a path.</summary>
    /// <param name="path">Below the root of the hierarchy, as in <c>/system.slice/nginx.service</c>.</param>
    /// <param name="userName">The name of a user's number, or null.</param>
    public static CgroupName NameOf(string path, Func<uint, string?> userName)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = UnitText.Unescape(parts[i]);
        }

        return ContainerOf(parts)
            ?? UnitOf(parts, userName, orSlice: false)
            ?? UnitOf(parts, userName, orSlice: true)
            ?? new(new(ServiceKind.Cgroup, UnitText.CutStart(string.Join('/', parts))));
    }

    private static CgroupName? ContainerOf(string[] parts)
    {
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            foreach (ContainerRule rule in ContainerRule.All)
            {
                if (rule.TryMatch(parts[i], i > 0 ? parts[i - 1] : "", out string? something))
                {
                    return Container(rule, something, PodOf(parts, i - 1));
                }
            }

            if (PodAt(parts, i) is { Length: > 0 } pod)
            {
                Service service = new(ServiceKind.Pod, UnitText.Cut($"pod {pod}"));
                return new(service, service, "", pod);
            }
        }

        return null;
    }

    private static CgroupName Container(ContainerRule rule, string something, string pod)
    {
        string shown = rule.IsId ? something[..ShownIdLength] : UnitText.Cut(something);
        string name = pod.Length > 0 ? $"pod {pod}/{shown}" : shown;
        name = rule.Remark.Length > 0 ? $"{name} ({rule.Remark})" : name;
        Service service = new(pod.Length > 0 ? ServiceKind.Pod : rule.Kind, name);
        Service? inside = pod.Length > 0 ? new(ServiceKind.Pod, $"pod {pod}")
            : rule.Remark.Length > 0 || rule.Kind != ServiceKind.Container ? null // its monitor lives outside
            : service;
        return new(service, inside, rule.IsId ? something : "", pod);
    }

    private static string PodOf(string[] parts, int last)
    {
        string pod = "";
        for (int i = last; i > 0 && pod.Length == 0; i--)
        {
            pod = PodAt(parts, i);
        }

        return pod;
    }

    /// <summary>
    /// The number of the pod that a part of a path stands for: <c>kubepods-burstable-podUID.slice</c> with _ for -, or <c>podUID</c> below
    /// <c>kubepods</c> (kubelet pkg/kubelet/cm/pod_container_manager_linux.go, cgroup_manager_linux.go); else empty.
    /// </summary>
    private static string PodAt(string[] parts, int i)
    {
        string part = parts[i];
        int start = part.LastIndexOf("-pod", StringComparison.Ordinal);
        if (start > 0 && part.EndsWith(".slice", StringComparison.Ordinal) && part.Contains("kubepods", StringComparison.Ordinal))
        {
            return Uid(part[(start + "-pod".Length)..^".slice".Length].Replace('_', '-'));
        }

        return part.StartsWith("pod", StringComparison.Ordinal) && Array.IndexOf(parts, "kubepods", 0, i) >= 0
            ? Uid(part["pod".Length..])
            : "";
    }

    // 32 hexadecimal digits, of a static pod without hyphens.
    private static string Uid(string text)
    {
        bool isUid = text.Length is 32 or 36;
        foreach (char character in text)
        {
            isUid &= character == '-' || char.IsAsciiHexDigitLower(character);
        }

        return isUid ? text : "";
    }

    private static CgroupName? UnitOf(string[] parts, Func<uint, string?> userName, bool orSlice)
    {
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            string part = parts[i];
            if (!UnitText.IsUnit(part, orSlice))
            {
                continue;
            }

            string? user = UserOf(parts, i, userName);
            if (part.StartsWith("session-", StringComparison.Ordinal) && part.EndsWith(".scope", StringComparison.Ordinal))
            {
                // systemd src/login/logind-session.c, session_start_scope(). The sessions of a user are told together.
                string number = part["session-".Length..^".scope".Length];
                string session = user is null ? $"session {number}" : $"session of {user}";
                return new(new(ServiceKind.Session, UnitText.Cut(session)));
            }

            string name = UnitText.Cut(part);
            name = user is null || part.StartsWith("user@", StringComparison.Ordinal) ? name : $"{name} of {user}";
            foreach ((string unit, string remark) in Listeners)
            {
                name = part == unit ? $"{name} ({remark})" : name;
            }

            return new(new(ServiceKind.Unit, name));
        }

        return null;
    }

    /// <summary>Whose units stand here: below <c>user-1000.slice</c> (systemd src/login/logind-user.c, user@.service(5)).</summary>
    private static string? UserOf(string[] parts, int last, Func<uint, string?> userName)
    {
        for (int i = last - 1; i >= 0; i--)
        {
            if (parts[i].StartsWith("user-", StringComparison.Ordinal) && parts[i].EndsWith(".slice", StringComparison.Ordinal)
                && uint.TryParse(
                    parts[i].AsSpan()["user-".Length..^".slice".Length], NumberStyles.None, CultureInfo.InvariantCulture, out uint user))
            {
                return userName(user) ?? $"user {user}";
            }
        }

        return null;
    }
}
