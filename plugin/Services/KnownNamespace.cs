using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>One network namespace that has been seen, and what is known of it.</summary>
/// <param name="number">What it is called where nobody knows more.</param>
/// <param name="scan">The last search that had begun when it was first asked for.</param>
internal sealed class KnownNamespace(Service number, int scan)
{
    private Service? name;
    private Service? makeshiftName;
    private Service? container;
    private CgroupNode? containerCgroup;
    private Service? process;
    private int namedInScan;
    private int livedInScan;

    /// <summary>The last tick that asked for it; 0 if none has.</summary>
    public int AskedInTick { get; set; }

    /// <summary>Whose it is.</summary>
    public Service Service => name ?? container ?? makeshiftName ?? process ?? number;

    /// <summary>Whether nobody tells more than the number.</summary>
    public bool IsNumber => ReferenceEquals(Service, number);

    /// <summary>Whether a process is known that lives in it, by this search.</summary>
    public bool IsLivedIn(int inScan) => livedInScan == inScan;

    /// <summary>Whether there is a better name than its number, or none.</summary>
    /// <param name="lastWhole">The last search that has come to its end.</param>
    public bool IsLookedFor(int lastWhole) => lastWhole > scan || !IsNumber;

    /// <summary>Gives it the name that <c>ip netns</c> shows.</summary>
    /// <param name="given">The name.</param>
    /// <param name="isMakeshift">Whether an engine has made it up, so that a container's name tells more.</param>
    /// <param name="inScan">The search that has found it.</param>
    public void Name(Service given, bool isMakeshift, int inScan)
    {
        namedInScan = inScan;
        name = isMakeshift ? null : given;
        makeshiftName = isMakeshift ? given : null;
    }

    /// <summary>Takes note of a container that a reset in it came from. The first one stays: several may share it.</summary>
    public void Learn(CgroupNode cgroup, Service service)
    {
        containerCgroup ??= cgroup;
        container = containerCgroup == cgroup ? service : container;
    }

    /// <summary>Takes note of a process that lives in it.</summary>
    public void LiveIn(Service service, int inScan)
    {
        livedInScan = inScan;
        process = service;
    }

    /// <summary>Forgets what a search has not found again.</summary>
    /// <param name="whole">The search that has come to its end.</param>
    /// <param name="isGone">Whether a cgroup is gone.</param>
    public void Forget(int whole, Predicate<CgroupNode> isGone)
    {
        if (namedInScan != whole)
        {
            name = makeshiftName = null;
        }

        if (livedInScan != whole)
        {
            process = null;
        }

        if (containerCgroup is not null && isGone(containerCgroup))
        {
            containerCgroup = null;
            container = null;
        }
    }
}
