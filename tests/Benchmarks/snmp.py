"""The same in Python, as a module of Netdata's python.d would: snmp.py [TICKS], without waiting if TICKS is given."""
import os
import sys
import time

SNMP = {"Icmp:": ("InDestUnreachs", "OutEchos"), "Tcp:": ("AttemptFails", "EstabResets", "OutRsts", "InSegs"), "Udp:": ("OutDatagrams",)}
NETSTAT = {"TcpExt:": ("TCPAbortOnClose", "TCPAbortOnData", "TCPAbortOnTimeout")}
DEFINITION = """CHART 'ipv4.tcp_resets' '' 'TCP resets of IPv4 and IPv6 together, estimated from counters' 'resets/s' 'tcp' \
'ipv4.tcp_resets' 'line' 5291 1 'store_first' 'tcp-resets.plugin' 'snmp'
CLABEL 'source' 'snmp' 1
CLABEL 'network_namespaces' 'own' 1
CLABEL_COMMIT
DIMENSION 'received' 'received' incremental 1 1
DIMENSION 'sent' 'sent' incremental -1 1
BEGIN ipv4.tcp_resets
SET received = 0
SET sent = 0
END
"""


def read(path, columns):
    with open(path) as file:
        lines = [line.split() for line in file if line.startswith(tuple(columns))]
    tables = {names[0]: dict(zip(names, values)) for names, values in zip(lines[::2], lines[1::2])}
    return {name: int(tables[protocol][name]) for protocol in columns for name in columns[protocol]}


def estimate_received(grown):
    unreachable = max(0, grown["InDestUnreachs"] - grown["OutDatagrams"] - grown["OutEchos"])
    failed = max(0, grown["AttemptFails"] - unreachable)
    aborted = max(0, grown["EstabResets"] - grown["TCPAbortOnClose"] - grown["TCPAbortOnData"])
    return min(grown["InSegs"], max(0, failed + aborted - grown["TCPAbortOnTimeout"]))


def collect(state):
    now = {**read("/proc/net/snmp", SNMP), **read("/proc/net/netstat", NETSTAT)}
    clock = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000
    if "last" not in state:
        text = DEFINITION
        state.update(received=0, sent=0)
    else:
        grown = {name: max(0, now[name] - state["last"][name]) for name in now}
        state["received"] += estimate_received(grown)
        state["sent"] += grown["OutRsts"]
        text = (f"BEGIN ipv4.tcp_resets {clock - state['clock']}\nSET received = {state['received']}\n"
                f"SET sent = {state['sent']}\nEND\n")
    state.update(last=now, clock=clock)
    sys.stdout.write(text)
    sys.stdout.flush()


def main():
    state = {}
    if len(sys.argv) < 2:
        while True:
            collect(state)
            time.sleep(1 - time.time() % 1)
    batch = 250
    with open(os.environ["NO_WAIT_REPORT"], "w") as report:
        for i in range(int(sys.argv[1]) // batch):
            start = time.process_time_ns()
            for _ in range(batch):
                collect(state)
            if i > 0:
                report.write(f"{(time.process_time_ns() - start) // batch}\n")


main()
