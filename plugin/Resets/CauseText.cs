namespace TcpResets.Resets;

/// <summary>Pieces of what causes say, in the plain words of all of them.</summary>
internal static class CauseText
{
    private const string UnknownUnit = "UNIT";

    /// <summary>A part of 1 as in <c>98 %</c>.</summary>
    public static string Percent(double part) => $"{Crowd.Whole(part * 100)} %";

    /// <summary>The service's end, as in <c>10.0.0.9:5432</c>.</summary>
    public static string Place(Address address, ushort port)
    {
        string text = address.ToString();
        return port == 0 ? text
            : text.Contains(':', StringComparison.Ordinal) ? $"[{text}]:{Crowd.Whole(port)}" : $"{text}:{Crowd.Whole(port)}";
    }

    /// <summary>The peers, as in <c>10.0.0.9</c>, <c>10.0.0.9 and 30 more</c>, <c>31 peers</c>.</summary>
    public static string Peers(Crowd crowd) => crowd.Peers switch
    {
        0 => "peers that are not known",
        1 => crowd.PeerText,
        _ when crowd.ShareOfPeer >= 0.25 => $"{crowd.PeerText} and {Crowd.Whole(crowd.Peers - 1)} more",
        _ => $"{Crowd.Whole(crowd.Peers)} peers",
    };

    /// <summary>A number of things: as in <c>1 port</c>, <c>400 ports</c>.</summary>
    public static string Number(double number, string one, string many) =>
        $"{Crowd.Whole(number)} {(Crowd.Whole(number) == "1" ? one : many)}";

    /// <summary>The service for a command: only what a shell takes as it is.</summary>
    public static string Unit(Service? service) =>
        service is { Kind: ServiceKind.Unit } && IsPlain(service.Name) ? service.Name : UnknownUnit;

    /// <summary>How far the connections had come, as in <c>All connections had carried data both ways</c>.</summary>
    public static string Stages(Crowd crowd)
    {
        ulong all = crowd.Staged;
        if (all == 0)
        {
            return "How far they had come is not known";
        }

        if (crowd.Exchange == all || crowd.Request == all || crowd.NoData == all)
        {
            string carried = crowd.NoData == all ? "no data" : crowd.Request == all ? "data one way only" : "data both ways";
            return $"All connections had carried {carried}";
        }

        string parts = Part(crowd, crowd.Exchange, "data both ways") + Part(crowd, crowd.Request, "data one way only")
            + Part(crowd, crowd.NoData, "no data");
        return $"Of the connections{parts}";
    }

    /// <summary>The end of a sentence: how long ago data went, where any had gone.</summary>
    public static string LastData(Crowd crowd) =>
        crowd.Idles.Length > 0 && crowd.PartOf(crowd.NoData) < 0.5 ? $"; the last data went {Idle(crowd)} before." : ".";

    private static string Part(Crowd crowd, ulong stage, string carried) =>
        stage == 0 ? "" : $", {Percent(crowd.PartOf(stage))} had carried {carried}";

    /// <summary>The middle one of the idle times.</summary>
    public static string Idle(Crowd crowd)
    {
        if (crowd.Idles.Length == 0)
        {
            return "";
        }

        uint middle = (uint)crowd.Idles[crowd.Idles.Length / 2];
        return Milliseconds(middle);
    }

    /// <summary>As in <c>12 ms</c>, <c>2.0 s</c>, <c>350 s</c>.</summary>
    public static string Milliseconds(uint number) => number < 1000 ? $"{Crowd.Whole(number)} ms"
        : number < 10_000 ? $"{Tenths(number / 1000.0)} s"
        : $"{Crowd.Whole(number / 1000.0)} s";

    /// <summary>As in <c>2.5</c>.</summary>
    public static string Tenths(double number)
    {
        long tenths = (long)Math.Round(number * 10);
        return $"{Crowd.Whole(tenths / 10)}.{Crowd.Whole(tenths % 10)}";
    }

    /// <summary>What is known of a service that does not listen, a sentence each; empty if nothing.</summary>
    public static string Broken(Crowd crowd, HostFacts facts)
    {
        string said = crowd.Former is { } former ? $" {former.Name} served it within the last hour." : "";
        if (facts.Of(crowd.Former) is { IsBroken: true } unit)
        {
            return $"{said} {Describe(unit)}";
        }

        foreach (UnitFacts broken in facts.Units)
        {
            said += broken.IsBroken ? $" {Describe(broken)}" : "";
        }

        return facts.OutOfMemoryKills is > 0 and var kills
            ? $"{said} The kernel has killed {Number(kills, "process", "processes")} for want of memory since the boot."
            : said;
    }

    public static string Describe(UnitFacts unit) =>
        $"{unit.Name} is {unit.State}"
        + (unit.Result is "" or "success" ? "" : unit.Result == "oom-kill" ? ", killed for want of memory" : $" ({unit.Result})")
        + (unit.Restarts > 0 ? $", restarted {Number(unit.Restarts, "time", "times")}." : ".");

    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or '@' or ':'))
            {
                return false;
            }
        }

        return name.Length > 0 && name[0] != '-';
    }
}
