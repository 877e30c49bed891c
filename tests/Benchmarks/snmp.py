"""The same in Python, as a module of Netdata's python.d would: snmp.py [TICKS], without waiting if TICKS is given."""
import os
import sys
import time

COLUMNS = ("AttemptFails", "EstabResets", "OutRsts"), ("TCPAbortOnClose", "TCPAbortOnData", "TCPAbortOnTimeout")
DEFINITION = """CHART 'ipv4.tcp_resets' '' 'TCP resets of IPv4 and IPv6 together, estimated from counters' 'resets/s' 'tcp' \
'ipv4.tcp_resets' 'line' 5291 1 '' 'tcp-resets.plugin' 'snmp'
CLABEL 'source' 'snmp' 1
CLABEL_COMMIT
DIMENSION 'received' 'received' incremental 1 1
DIMENSION 'sent' 'sent' incremental -1 1
BEGIN ipv4.tcp_resets
SET received = 0
SET sent = 0
END
"""


def read(path, protocol, columns):
    with open(path) as file:
        names, values = (line.split() for line in file if line.startswith(protocol))
    table = dict(zip(names, values))
    return [int(table[column]) for column in columns]


def collect(state):
    now = read("/proc/net/snmp", "Tcp:", COLUMNS[0]) + read("/proc/net/netstat", "TcpExt:", COLUMNS[1])
    clock = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000
    if "last" not in state:
        text = DEFINITION
        state.update(received=0, sent=0)
    else:
        fails, resets, sent, on_close, on_data, on_timeout = (max(0, a - b) for a, b in zip(now, state["last"]))
        state["received"] += max(0, fails + max(0, resets - on_close - on_data) - on_timeout)
        state["sent"] += sent
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
