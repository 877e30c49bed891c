namespace TcpResets.Tests.Guides;

/// <summary>The commands of the guides that a test runs, one entry each.</summary>
internal static class RunTable
{
    private const string Filter = "'tcp[tcpflags] & tcp-rst != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)'";

    /// <summary>Connects to closed ports over both families until the command has seen enough.</summary>
    private const string Refusals =
        "while :; do : > /dev/tcp/192.0.2.10/5432; : > /dev/tcp/2001:db8::10/5432; : > /dev/tcp/192.0.2.1/8080; done &";

    /// <summary>A neighbour connects to a closed port: what goes out over loopback, tcpdump shows as coming in only.</summary>
    private const string RefusalsOfOthers =
        """
        unshare --net sleep 60 & p=$!
        until [ "$(readlink /proc/$p/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
        ip link add v0 type veth peer name v1 netns $p
        ip addr add 203.0.113.1/24 dev v0; ip link set v0 up
        nsenter -t $p -n bash -c 'ip addr add 203.0.113.2/24 dev v1; ip link set v1 up
          while :; do : > /dev/tcp/203.0.113.1/8080; done' &
        """;

    /// <summary>An end of each kind that a command waits for, over and over.</summary>
    private const string Ends =
        """
        echo '
        import socket, struct, time
        server = socket.create_server(("192.0.2.10", 8080))
        def ends(last):
            client = socket.create_connection(("192.0.2.10", 8080)); there = server.accept()[0]
            client.send(b"x"); there.recv(1); last(client, there); client.close(); there.close()
        def abort(client, there):
            there.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); there.close()
        def late(client, there):
            there.close(); client.recv(1); client.send(b"x")
        while True:
            ends(abort); ends(late)
            try: socket.create_connection(("192.0.2.10", 5432))
            except OSError: time.sleep(0.01)
            open("/tmp/begun", "w").close()' >/tmp/ends.py
        cd /tmp; python3 ends.py &
        until [ -e /tmp/begun ]; do :; done
        """;

    private const string WatchTable =
        @"(tcp-resets: .+\n)?time direction kind service role (port peer idle|local peer stage idle reason)\n";
    private const string Counter = @"Tcp\w+ \d+ 0\.0\n";
    private const string Sockets = @"Recv-Q Send-Q Local Address:Port Peer Address:Port ?Process ?\n";

    public static RunEntry[] Entries { get; } =
    [
        // Who, and from which port.
        new($$"""
            timeout 10 tcpdump -nn -i any -Q in -c 200 \
              {{Filter}} |
              sed -nE 's/.* IP6? (.+)\.([0-9]+) > (.+)\.([0-9]+): Fl.*/\1 \2 \3 \4/p' |
              awk '{print "from", $1; print "from", $1, "port", $2
                    print "to", $3, "port", $4}' |
              sort | uniq -c | sort -rn | sed -n 1,6p
            """, TcpdumpSays + @"( \d+ (from|to) [\w.:]+( port \d+)?\n){6}") { Before = Refusals },
        new($$"""
            timeout 10 tcpdump -nn -i any -Q out -c 200 \
              {{Filter}} |
              sed -nE 's/.* IP6? (.+)\.([0-9]+) > (.+)\.([0-9]+): Fl.*/\1 \2 \3 \4/p' |
              awk '{print "to", $3; print "to", $3, "port", $4
                    print "from", $1, "port", $2}' |
              sort | uniq -c | sort -rn | sed -n 1,6p
            """, TcpdumpSays + @"( \d+ (from|to) [\w.:]+( port \d+)?\n){6}") { Before = RefusalsOfOthers },
        Containers(),

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
        new("nft -a list ruleset | grep -iE '^table|^.chain|reject'",
            @"table ip f { # handle \d+\n chain c { # handle \d+\n tcp dport 80 reject with tcp reset # handle \d+\n") { Before = Reject },
        new("nft delete rule ip f c handle 2", @"(?!.*reject)table.*\n") { Before = Reject, Then = "nft list ruleset | xargs" },
        new("nft add rule ip f c tcp dport 80 reject with tcp reset", "(?s).*reject with tcp reset.*reject with tcp reset.*")
        { Before = Reject, Then = "nft list ruleset" },
        new("nft delete table inet scan", "") { Before = "nft add table inet scan", Then = "nft list ruleset" },

        // By the counters.
        new("""
            nstat -n; sleep 5; nstat -z TcpAttemptFails TcpEstabResets TcpOutRsts \
              TcpExtEmbryonicRsts TcpExtTCPAbortOnData TcpExtTCPAbortOnClose \
              TcpExtTCPAbortOnMemory TcpExtTCPAbortOnTimeout
            """, $@"#kernel\n({Counter}){{8}}"),

        // The plugin's own, with resets to tell of.
        // On a terminal, as in the guides, its lines are broken.
        Own("diagnose",
            @"(?s)(tcp-resets: [^\n]+\n)?1\. .+: .+ since\s+[\d:]+,\s+\d+ % of those (received|sent)\n"
                + @" Why: .+\n Next: .+;\s+tcp-resets guide \w+\n.*", 3),
        Own("watch --direction received --count 5\ntcp-resets top --once", WatchTable + @"(?s).+", 0),
        Own("watch --direction sent --count 5\ntcp-resets top --once", WatchTable + @"(?s).+", 0),
        Own("watch --kind established --count 2", WatchTable
            + @"(-- .+\n)*([\d:.]+ received established .+\n(-- .+\n)*){2}(tcp-resets: .+\n)?(\n)?", 0),
        Own("watch --kind late_data --count 2", WatchTable
            + @"(-- .+\n)*([\d:.]+ sent late_data .+\n(-- .+\n)*){2}(tcp-resets: .+\n)?(\n)?", 0),
        Own("watch --kind aborted --count 2", WatchTable
            + @"(-- .+\n)*([\d:.]+ sent aborted .+\n(-- .+\n)*){2}(tcp-resets: .+\n)?(\n)?", 0),

        // The silent plugin.
        new("ps -C tcp-resets.plug -o pid,stat,start,args",
            @" ?PID STAT STARTED COMMAND\n( ?\d+ \S+ (\d\d:\d\d:\d\d|\w{3} \d+) \S*tcp-resets\.plug.*\n)+")
            {
                Before = "cp /bin/sleep /tmp/tcp-resets.plugin; /tmp/tcp-resets.plugin 60 & "
                    + "until grep -q tcp-resets /proc/$!/comm; do :; done",
            },

        // Data after the close.
        IdleTimeout("192.0.2.10"),

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
        Set("net.core.somaxconn=4096"),
        Set("net.core.somaxconn=16384"),

        // Buffer overflow.
        new("""
            nstat -asz TcpExtTCPAbortOnClose TcpExtTCPAbortOnMemory
            grep ^TCP: /proc/net/sockstat; sysctl net.ipv4.tcp_mem
            """, $@"#kernel\n({Counter}){{2}}" + SocketMemory) { Outside = true },
        new("""
            ss -tnp state connected | awk 'NR == 1 || $2 > 1'
            grep ^TCP: /proc/net/sockstat; sysctl net.ipv4.tcp_mem
            """, @"State " + Sockets + @"([A-Z-]+ \d+ \d+ \S+ \S+( users:.*)?\n)*" + SocketMemory) { Outside = true },
        new("""
            read -r low mid high < /proc/sys/net/ipv4/tcp_mem
            echo "undo: sysctl -w net.ipv4.tcp_mem='$low $mid $high'"
            sysctl -w net.ipv4.tcp_mem="$((low * 2)) $((mid * 2)) $((high * 2))"
            """, @"undo: sysctl -w net\.ipv4\.tcp_mem='1885 2511 3770'\nnet\.ipv4\.tcp_mem = 3770 5022 7540\n")
        {
            // The machine's own is nobody's to change: another file stands in its place.
            Before = @"printf '1885\t2511\t3770\n' >/tmp/mem; mount --bind /tmp/mem /proc/sys/net/ipv4/tcp_mem || exit 1",
            Outside = true,
        },
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

        new("""
            timeout 30 tcpdump -nnv -i any -Q in -c 200 'tcp and src host 192.0.2.10' |
              grep -oE '(ttl|hlim) [0-9]+|Flags \[[^]]+\]' | paste -d ' ' - - |
              sort | uniq -c
            """, TcpdumpSays + @"( \d+ ttl \d+ Flags \[[^]]+\]\n)+") { Before = Refusals },

        // SYN cookies.
        new("""
            grep -rs '^[^#]*syncookies' /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d \
              /usr/lib/sysctl.d
            """, @"(\S+:[^#\n]*syncookies.*\n)+")
        {
            // Some have no such directory.
            Before = "echo 'net.ipv4.tcp_syncookies = 1' > /etc/sysctl.d/60-syncookies.conf; mount -t tmpfs tmpfs /run",
            ExitCode = 2,
        },
        new("""
            sysctl net.ipv4.tcp_syncookies
            nstat -asz TcpExtSyncookiesSent TcpExtTCPReqQFullDrop
            """, $@"net\.ipv4\.tcp_syncookies = 1\n#kernel\n({Counter}){{2}}"),
        new("""
            sysctl -w net.ipv4.tcp_syncookies=1
            echo 'net.ipv4.tcp_syncookies = 1' > /etc/sysctl.d/60-syncookies.conf
            sysctl -p /etc/sysctl.d/60-syncookies.conf
            """, @"(net\.ipv4\.tcp_syncookies = 1\n){2}"),
        new("tcp-resets.plugin check | sed -n 's/^excluded *//p; /^problem/p'", @"(\S+ = kinds [a-z_ ]+, port 8080, peers 1[\d./]+\n){2}")
        {
            Before = $$"""
                printf '[exclude]\n%s\n%s\n' "haproxy = kinds handshake established, port 8080, peers 192.0.2.10" \
                  "kubelet = kinds established unread_data, port 8080, peers 10.42.0.0/24" >/tmp/tcp-resets.conf
                {{RunEntry.InPath("tcp-resets.plugin")}}
                export NETDATA_USER_CONFIG_DIR=/tmp
                """,
        },
        new("rm /etc/sysctl.d/60-syncookies.conf", "") { Before = "echo > /etc/sysctl.d/60-syncookies.conf" },
        Set("net.ipv4.tcp_syncookies=0"),
    ];

    private const string SocketMemory =
        @"TCP: inuse \d+ orphan \d+ tw \d+ alloc \d+ mem \d+\nnet\.ipv4\.tcp_mem = \d+ \d+ \d+\n";

    private static RunEntry Set(string assignment) => new(
        $"sysctl -w {assignment}",
        System.Text.RegularExpressions.Regex.Escape(assignment.Replace("=", " = ", StringComparison.Ordinal))
            .Replace("\\ ", " ", StringComparison.Ordinal) + "\\n");

    /// <summary>What tcpdump says of itself, which a guide need not show.</summary>
    private const string TcpdumpSays = @"(tcpdump: .*\n|listening on .*\n|\d+ packets .*\n)*";

    private const string Reject = "nft add table ip f; nft add chain ip f c; nft add rule ip f c tcp dport 80 reject with tcp reset";

    /// <summary>A command of the plugin, called as it is once installed; without the history of the machine's own agent.</summary>
    private static RunEntry Own(string arguments, string prints, int exitCode) => new($"tcp-resets {arguments}", prints)
    {
        ExitCode = exitCode,
        Before = $"""
            {Ends}
            {RunEntry.InPath("tcp-resets")}
            printf '[plugin]\nnetwork namespaces = own\n' >/tmp/tcp-resets.conf
            export NETDATA_CACHE_DIR=/tmp NETDATA_USER_CONFIG_DIR=/tmp
            """, // no history of the machine's own agent, and none of the resets that other tests make
    };

    private static RunEntry Containers() => new(
        """
        for t in 1 2; do
          for p in $(lsns -nt net -o PID); do
            awk -v p=$p '/^Tcp: [0-9]/ {print p, $8 + $9}' /proc/$p/net/snmp
          done
          [ $t = 2 ] || sleep 10
        done | awk '$1 in n {print $2 - n[$1], $1} {n[$1] = $2}' | sort -rn |
          while read -r n p; do
            ps -o pid=,cgroup=,args= -p $p | sed "s/^ */$n /"
          done
        """,
        @"((awk|lsns): .*\n)*[1-9]\d* \d+ \S+ \S.*\n(-?\d+.*\n)*")
    { Before = Refusals };

    /// <summary>A server that closes an idle connection after a second.</summary>
    private static RunEntry IdleTimeout(string server) => new(
        $"""
        exec 3<>/dev/tcp/{server}/8080
        printf 'GET / HTTP/1.1\r\nHost: app\r\n\r\n' >&3; time cat <&3
        """,
        @"HTTP/1\.1 200 OK\r?\nContent-Length: 0\r?\n\r?\n\nreal 0m[1-9]\.\d+s\nuser 0m\d\.\d+s\nsys 0m\d\.\d+s\n")
    {
        Before = """
            echo '
            import http.server as http, socketserver
            class Server(http.BaseHTTPRequestHandler):
                protocol_version, timeout = "HTTP/1.1", 1
                def do_GET(self):
                    self.send_response_only(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
            socketserver.TCPServer(("", 8080), Server).serve_forever()' >/tmp/server.py
            cd /tmp; python3 server.py &
            until ss -Hltn 'sport = :8080' | grep -q .; do :; done
            """,
    };

    private static RunEntry QueueFull(int port) => new(
        $"""
        sysctl net.ipv4.tcp_abort_on_overflow net.core.somaxconn
        ss -ltn 'sport = :{port}'; nstat -asz TcpExtListenOverflows
        """,
        @"net\.ipv4\.tcp_abort_on_overflow = 0\nnet\.core\.somaxconn = \d+\nState " + Sockets
            + $@"LISTEN \d+ \d+ 0\.0\.0\.0:{port} 0\.0\.0\.0:\*\s*\n#kernel\n{Counter}")
    {
        Sockets = s => s.FillQueue(port),
    };
}
