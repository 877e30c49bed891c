using System.CommandLine;
using System.Net;
using TcpResets.Storm;

string[] names = [.. new Kinds(IPAddress.Loopback).All.Keys];
Option<string[]> kinds = new("--kind")
{
    Description = "Which kinds of resets, one after the other.",
    DefaultValueFactory = _ => [.. Kinds.Usual],
    AllowMultipleArgumentsPerToken = true,
};
kinds.AcceptOnlyFromAmong(names);
Option<int> rate = new("--rate") { Description = "Resets a second, 1 to 2000.", DefaultValueFactory = _ => 200 };
Option<int> seconds = new("--seconds") { Description = "How long each kind, 1 to 3600.", DefaultValueFactory = _ => 45 };
Option<int?> count = new("--count") { Description = "How many resets of each kind, instead of how long." };
Option<bool> ipv6 = new("--ipv6") { Description = "Over IPv6." };

RootCommand storm = new("Makes TCP resets happen, on loopback and bounded.") { kinds, rate, seconds, count, ipv6 };
storm.SetAction(result =>
{
    int perSecond = Math.Clamp(result.GetValue(rate), 1, 2000);
    int each = result.GetValue(count) ?? perSecond * Math.Clamp(result.GetValue(seconds), 1, 3600);
    Kinds made = new(result.GetValue(ipv6) ? IPAddress.IPv6Loopback : IPAddress.Loopback);
    Console.WriteLine("Watch ipv4.tcp_resets; the alert 10s_ipv4_tcp_resets_received is raised after about 10 seconds above 50/s, "
        + "once the agent is a minute old.");
    foreach (string kind in result.GetValue(kinds)!)
    {
        (string what, Action makeOne) = made.All[kind];
        Console.WriteLine($"{kind}: {what}; {each} resets, {perSecond} a second");
        Pace.Run(each, perSecond, makeOne);
    }

    Console.WriteLine("done: the alert clears within a minute");
    return 0;
});
return storm.Parse(args).Invoke();
