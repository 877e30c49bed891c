namespace TcpResets.Tests.Guides;

/// <summary>The commands of the guides that no test here can run, and what each was checked against.</summary>
internal static class DocumentedTable
{
    public static IReadOnlyDictionary<string, string> Entries { get; } = new Dictionary<string, string>
    {
        ["sysctl net.inet.tcp.syncookies net.inet.tcp.syncookies_only"] =
            "FreeBSD: syncookies(4); sys/netinet/tcp_syncache.c, tcp_syncookies = 1, tcp_syncookiesonly = 0, "
                + "syncache_cookiesonly() needs both",
        ["""
         sysctl net.inet.tcp.syncookies=1
         echo 'net.inet.tcp.syncookies=1' >> /etc/sysctl.conf
         service sysctl reload
         """] = "FreeBSD: sysctl(8), sysctl.conf(5), libexec/rc/rc.d/sysctl: extra_commands has reload, which loads /etc/sysctl.conf",
        ["sysctl net.inet.tcp.syncookies=0"] = "FreeBSD: sysctl(8)",
        ["systemctl start postgresql"] = "systemctl(1), start; the unit is an example",
        ["systemctl stop postgresql"] = "systemctl(1), stop",
        ["systemctl start app"] = "systemctl(1), start; the unit is an example",
        ["systemctl stop app"] = "systemctl(1), stop",
        ["nsenter -t PID -n"] = "nsenter(1), --target and --net; PID is the reader's",
        ["ss -K"] = "ss(8), --kill; named as what it does to counters, not to be run",
        ["tcp-resets.plugin check"] = "the plugin's own; its tests run it",
        ["sysctl -w net.ipv4.tcp_mem='377928 503906 755856'"] =
            "ip-sysctl, tcp_mem: three numbers of pages; no namespace has its own, so a test would change the machine",
        ["sysctl -w net.ipv4.tcp_mem='188964 251953 377928'"] = "as above",
        [Silence("received")] =
            "Netdata: src/web/api/health/README.md, cmd=SILENCE with selector alarm; tried on an agent: 'Alarm notifications silenced …'",
        [Silence("sent")] = "as for received",
        ["""
         /etc/netdata/edit-config health.d/tcp_resets.conf
         netdatacli reload-health || systemctl kill -s USR2 --kill-who=main netdata
         """] = "Netdata: system/edit-config (edits the file of the user if it exists), netdatacli help; "
            + "systemctl(1), kill: for an agent with a /tmp of its own; both tried on agents",
        ["""
         { cat /var/log/netdata/{error,collector}.log
           journalctl -q --namespace=netdata; } 2>/dev/null |
           grep tcp-resets.plugin | tail -n 20
         """] = "Netdata: logs of 1.37 to 1.44 and journal of 2.x; what it says: plugins_d.c of 1.37.1 and 2.9.0, tried on an agent",
        ["systemctl restart netdata"] = "systemctl(1), restart",
        ["timeout 3 /etc/netdata/custom-plugins.d/tcp-resets.plugin 1 >/dev/null"] = "the plugin's own; its tests run it",
        ["ip6 saddr"] = "nft(8), IPV6 HEADER EXPRESSION: part of a rule, not a command",
        ["ip6 protochain 6"] = "pcap-filter(7), a filter, not a command",
    };

    private static string Silence(string direction) =>
        $"""
        curl -sS -G -H "X-Auth-Token: $(cat /var/lib/netdata/netdata.api.key)" \
          -d cmd=SILENCE -d alarm=10s_ipv4_tcp_resets_{direction} \
          http://127.0.0.1:19999/api/v1/manage/health
        """;
}
