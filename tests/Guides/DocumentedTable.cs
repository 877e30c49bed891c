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
        ["nsenter -t 5680 -n bash"] = "nsenter(1), --target and --net; the number is the reader's",
        ["ss -K"] = "ss(8), --kill; named as what it does to counters, not to be run",
        [Look("postgresql")] =
            "systemctl(1), status; journalctl(1), --unit, --lines, --dmesg; Linux: mm/oom_kill.c, 'Out of memory: Killed'",
        [Look("app")] = "as above",
        ["""
         curl -sS -G -d chart=ipv4.tcp_resets -d points=1 -d after=-600 \
           -d format=csv -d 'options=unaligned|absolute' \
           'http://localhost:19999/api/v1/data?before=-[0-86400:86400]'
         """] = "Netdata: /api/v1/data; curl(1), URL globbing; tried on an agent, with 300 in place of 86400",
        ["tcp-resets diagnose"] = "the plugin's own; its tests run it",
        ["tcp-resets watch"] = "as above",
        ["tcp-resets.plugin check"] = "the plugin's own; its tests run it",
        [Silence] =
            "Netdata: src/web/api/health/README.md, cmd=SILENCE with selector alarm; tried on an agent: 'Alarm notifications silenced …'",
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
        ["""
         sudo ./tcp-resets.plugin install --alerts-only \
           --url http://parent.example.net:19999
         """] = "the plugin's own; tests/Packaging and tests/Fleet run it",
        ["""
         parent=http://localhost:19999
         alert=10s_ipv4_tcp_resets_received
         hosts=$(curl -fs $parent/api/v1/info | jq -r '.mirrored_hosts | join(",")')
         curl -fs "$parent/host/{$hosts}/api/v1/alarms" |
           jq -r --arg alert $alert '.hostname as $host | .alarms[] |
             select(.name == $alert) | "\($host) \(.value_string)"'
         """] = "tests/Fleet runs it; its output is of a parent of Netdata 2.11.0 with three children",
        ["""
         curl -sG http://localhost:19999/api/v2/data -d after=-60 -d points=1 \
           -d contexts=ipv4.tcp_resets_received -d dimensions=established \
           -d group_by=node -d format=csv | jq -r .result
         """] = "Netdata: /api/v2/data, web/api/netdata-swagger.yaml; tried on that parent",
        ["""
         for host in web1 web2; do
           ssh $host sudo tcp-resets top --once --json |
             jq -c --arg host $host '.rows[] + {host: $host}'
         done | jq -rs 'group_by(.peer, .service_port, .kind)[] |
           "\(map(.host) | unique | length) hosts, \(map(.count) | add) " +
           "\(.[0].kind) of \(.[0].peer) port \(.[0].service_port)"' |
           sort -rn | head -n 3
         """] = "ssh(1), jq(1), the plugin's own top; tried on those children, by nsenter in place of ssh",
        ["""
         hosts=$(/usr/local/bin/tcp-resets-raised | wc -l)
         echo "fleet.resets:$hosts|g" > /dev/udp/127.0.0.1/8125
         """] = "Netdata: statsd.plugin/README.md, gauges, and the name of its chart; tried with the alarm on that parent",
        ["tcp-resets.plugin watch --kind excluded"] = "the plugin's own; its tests run it",
        ["systemctl restart netdata"] = "systemctl(1), restart",
        ["timeout 3 /etc/netdata/custom-plugins.d/tcp-resets.plugin 1 >/dev/null"] = "the plugin's own; its tests run it",
        ["ip netns"] = "ip-netns(8): where a name comes from, not to be run",
        ["ip6 saddr"] = "nft(8), IPV6 HEADER EXPRESSION: part of a rule, not a command",
        ["ip6 protochain 6"] = "pcap-filter(7), a filter, not a command",
    };

    private static string Look(string unit) =>
        $"""
        systemctl status {unit}; journalctl -u {unit} -n 20 --no-pager
        journalctl -k --no-pager | grep -i 'out of memory' | tail -n 3
        """;

    private const string Silence =
        """
        curl -sS -G -H "X-Auth-Token: $(cat /var/lib/netdata/netdata.api.key)" \
          -d cmd=SILENCE -d alarm=10s_ipv4_tcp_resets_received \
          http://127.0.0.1:19999/api/v1/manage/health
        """;
}
