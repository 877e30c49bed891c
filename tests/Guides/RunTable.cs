namespace TcpResets.Tests.Guides;

/// <summary>The commands of the guides that a test runs, one entry each.</summary>
internal static class RunTable
{
    private const string Filter = "'tcp[tcpflags] & tcp-rst != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)'";

    /// <summary>Connects to closed ports over both families until the command has seen enough.</summary>
    private const string Refusals =
        "while :; do : > /dev/tcp/192.0.2.10/5432; : > /dev/tcp/2001:db8::10/5432; : > /dev/tcp/192.0.2.1/8080; done &";

    private const string Counter = @"Tcp\w+ \d+ 0\.0\n";
    private const string Sockets = @"Recv-Q Send-Q Local Address:Port Peer Address:Port ?Process ?\n";

    public static RunEntry[] Entries { get; } =
    [
        // Who, and from which port.
        new($$"""
            timeout 10 tcpdump -nn -i any -Q in -c 200 \
              {{Filter}} \
              2>/dev/null |
              sed -nE 's/.* IP6? (.+)\.([0-9]+) > .+\.([0-9]+): Fl.*/\1 \2 \3/p' |
              awk '{print $1, $2 < $3 ? "from port " $2 : "to port " $3}' |
              sort | uniq -c | sort -rn | head
            """, @"( \d+ [\w.:]+ (from|to) port \d+\n)+") { Before = Refusals },
        new($$"""
            timeout 10 tcpdump -nn -i any -c 200 \
              {{Filter}} \
              2>/dev/null |
              sed -nE 's/.* IP6? (.+)\.([0-9]+) > (.+)\.([0-9]+): Fl.*/\1 \2 \3 \4/p' |
              awk '{print $1, $2 < $4 ? "from port " $2 : "to port " $4, "->", $3}' |
              sort | uniq -c | sort -rn | head
            """, @"( \d+ [\w.:]+ (from|to) port \d+ -> [\w.:]+\n)+") { Before = Refusals },

        // Closed port.
        new("timeout 3 bash -c '> /dev/tcp/192.0.2.10/5432' && echo open",
            @"bash: connect: Connection refused\nbash: (line 1: )?/dev/tcp/192\.0\.2\.10/5432: Connection refused\n") { ExitCode = 1 },
        new("ss -ltn 'sport = :5432'", @"State " + Sockets + @"(LISTEN \d+ \d+ \S+:5432 \S+:\*\s*\n)") { Sockets = s => s.Listen(5432) },
        new("ss -ltn 'sport = :8080'", @"State " + Sockets),
        new("""
            nft add table inet scan
            nft add chain inet scan in '{ type filter hook input priority -5; }'
            nft add rule inet scan in ip saddr 198.51.100.7 counter drop
            """, @"(?s).*ip saddr 198\.51\.100\.7 counter packets 0 bytes 0 drop.*") { Then = "nft list table inet scan" },
        new("nft delete table inet scan", "") { Before = "nft add table inet scan", Then = "nft list ruleset" },

        // Aborting connection.
        new("""
            nstat -n; sleep 5; nstat -z TcpAttemptFails TcpEstabResets \
              TcpExtEmbryonicRsts TcpExtTCPAbortOnData TcpExtTCPAbortOnClose \
              TcpExtTCPAbortOnTimeout
            """, $@"#kernel\n({Counter}){{6}}"),
        new("""
            nstat -n; sleep 5; nstat -z TcpOutRsts TcpExtTCPAbortOnData \
              TcpExtTCPAbortOnClose TcpExtTCPAbortOnMemory TcpExtTCPAbortOnTimeout
            """, $@"#kernel\n({Counter}){{5}}"),

        // The silent plugin.
        new("ps -C tcp-resets.plug -o pid,stat,start,args",
            @" ?PID STAT STARTED COMMAND\n( ?\d+ \S+ (\d\d:\d\d:\d\d|\w{3} \d+) \S*tcp-resets\.plug.*\n)+")
            {
                Before = "cp /bin/sleep /tmp/tcp-resets.plugin; /tmp/tcp-resets.plugin 60 & "
                    + "until grep -q tcp-resets /proc/$!/comm; do :; done",
            },

        // Half-open connection.
        new("ss -tno state established dst 192.0.2.10",
            Sockets + @"(.*\n)*\d+ \d+ [\d.]+:\d+ 192\.0\.2\.10:5432 timer:\(keepalive,11\dmin,0\)\n(.*\n)*")
            {
                Sockets = s => s.Connect(5432),
            },
        Set("net.ipv4.tcp_keepalive_time=180"),
        Set("net.ipv4.tcp_keepalive_time=7200"),
        new("""
            ps -o lstart=,args= -p \
              "$(ss -Hltnp 'sport = :8080' | grep -oP 'pid=\K\d+' | head -n 1)"
            """, @"\w{3} \w{3} \d+ \d\d:\d\d:\d\d \d{4} \S.*\n") { Sockets = s => s.Listen(8080) },
        new("""
            nft add table inet invalid
            nft add chain inet invalid in '{ type filter hook input priority -5; }'
            nft add rule inet invalid in ct state invalid counter drop
            """, @"(?s).*ct state invalid counter packets 0 bytes 0 drop.*") { Then = "nft list table inet invalid" },
        new("nft delete table inet invalid", "") { Before = "nft add table inet invalid", Then = "nft list ruleset" },

        // Listen queue full.
        QueueFull(5432),
        QueueFull(8080),
        Set("net.ipv4.tcp_abort_on_overflow=0"),
        Set("net.ipv4.tcp_abort_on_overflow=1"),

        // Buffer overflow.
        new("""
            nstat -asz TcpExtTCPAbortOnClose TcpExtTCPAbortOnMemory
            grep ^TCP: /proc/net/sockstat; sysctl net.ipv4.tcp_mem
            """, $@"#kernel\n({Counter}){{2}}" + SocketMemory) { Outside = true },
        new("""
            ss -tnp state close-wait
            grep ^TCP: /proc/net/sockstat; sysctl net.ipv4.tcp_mem
            """, Sockets + @"(\d+ \d+ \S+:8080 \S+:\d+ users:.*\n)*" + SocketMemory) { Outside = true },
        new("ss -tnpm", @"State " + Sockets + @"(?s).*skmem:\(.*") { Sockets = s => s.LeaveUnread(8080) },

        // TIME-WAIT assassination.
        new("sysctl net.ipv4.tcp_rfc1337", @"net\.ipv4\.tcp_rfc1337 = 0\n"),
        Set("net.ipv4.tcp_rfc1337=0"),
        Set("net.ipv4.tcp_rfc1337=1"),

        // Capture.
        new($"""
            timeout 60 tcpdump -nn -i any -s 128 -c 10000 -w /tmp/resets.pcap \
              {Filter}
            """, @"(?s).*\n10000 packets captured\n.*") { Before = Refusals },
        new("""
            tshark -r /tmp/resets.pcap -Y 'tcp.flags.reset==1' \
              -o tcp.relative_sequence_numbers:FALSE 2>/dev/null | sed 's/ Ack.*//' |
              tail -n 20
            """, @"( ?\d+ [\d.]+ [\w.:]+ → [\w.:]+ TCP \d+ \d+ → \d+ \[RST(, ACK)?\] Seq=\d+\n){2,}")
        { Before = $"{Refusals} timeout 30 tcpdump -i any -c 10 -w /tmp/resets.pcap {Filter}" },

        // SYN cookies.
        new("""
            sysctl net.ipv4.tcp_syncookies
            nstat -asz TcpExtSyncookiesSent TcpExtTCPReqQFullDrop
            """, $@"net\.ipv4\.tcp_syncookies = 1\n#kernel\n({Counter}){{2}}"),
        new("""
            sysctl -w net.ipv4.tcp_syncookies=1
            echo 'net.ipv4.tcp_syncookies = 1' > /etc/sysctl.d/60-syncookies.conf
            sysctl -p /etc/sysctl.d/60-syncookies.conf
            """, @"(net\.ipv4\.tcp_syncookies = 1\n){2}"),
        new("rm /etc/sysctl.d/60-syncookies.conf", "") { Before = "echo > /etc/sysctl.d/60-syncookies.conf" },
        Set("net.ipv4.tcp_syncookies=0"),
    ];

    private const string SocketMemory =
        @"TCP: inuse \d+ orphan \d+ tw \d+ alloc \d+ mem \d+\nnet\.ipv4\.tcp_mem = \d+ \d+ \d+\n";

    private static RunEntry Set(string assignment) => new(
        $"sysctl -w {assignment}",
        System.Text.RegularExpressions.Regex.Escape(assignment.Replace("=", " = ", StringComparison.Ordinal))
            .Replace("\\ ", " ", StringComparison.Ordinal) + "\\n");

    private static RunEntry QueueFull(int port) => new(
        $"""
        sysctl net.ipv4.tcp_abort_on_overflow; ss -ltn 'sport = :{port}'
        nstat -asz TcpExtListenOverflows
        """,
        @"net\.ipv4\.tcp_abort_on_overflow = 1\nState " + Sockets
            + $@"LISTEN \d+ \d+ 0\.0\.0\.0:{port} 0\.0\.0\.0:\*\s*\n#kernel\n{Counter}")
    {
        Before = "sysctl -w net.ipv4.tcp_abort_on_overflow=1",
        Sockets = s => s.FillQueue(port),
    };
}
