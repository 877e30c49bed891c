#!/usr/bin/env python3
"""Makes what the pictures show, in the namespaces that `take` has made: storm.py servers|host|clients, in this order, until killed. The host's
services are cut off, probed and scanned, each in a control group of its own; after a while the database of one of them is gone."""
import os
import random
import signal
import socket
import struct
import sys
import threading
import time

HOST, DATABASE, CACHE, BALANCER, SCANNER = "192.0.2.1", "192.0.2.10", "192.0.2.20", "198.51.100.7", "203.0.113.66"
CALM = 150  # seconds before the database is gone


def listener(address, port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    s.listen(256)
    return s


def client(source, peer, port):
    s = socket.socket()
    s.bind((source, 0))
    s.connect((peer, port))
    return s


def abort(s):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def paced(rate, work, at_once=False):
    """So many a second, at random times. What a peer does to one of them is what is to be seen, and ends nothing."""
    def attempt():
        try:
            work()
        except OSError:
            pass
    due = time.monotonic()
    while True:
        due += random.expovariate(rate)
        time.sleep(max(0.0, due - time.monotonic()))
        threading.Thread(target=attempt, daemon=True).start() if at_once else attempt()


def serve(address, port, answer):
    server = listener(address, port)
    while True:
        threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()


# The host's.
def shop():
    begin = time.monotonic()
    kept = []
    def connect():
        if time.monotonic() - begin < CALM:
            kept[:] = kept or [client(HOST, DATABASE, 22)]
        else:
            client(HOST, DATABASE, 5432)
    paced(40, connect)


def api(s):
    s.recv(100)
    s.send(b"HTTP/1.1 200 OK\r\n")
    time.sleep(5)
    s.close()


def nginx(s):
    try:
        s.recv(1)
    except OSError:
        pass
    s.close()


def worker():
    def ask():
        s = client(HOST, CACHE, 6379)
        s.send(b"GET")
        s.recv(10)
        s.recv(10)
    paced(4, ask, at_once=True)


# The peers'.
def cache(s):
    s.recv(10)
    s.send(b"VALUE")
    time.sleep(random.uniform(0.4, 2.5))
    abort(s)


def pool():
    s = client(BALANCER, HOST, 8080)
    s.send(b"GET / HTTP/1.1\r\n")
    s.recv(100)
    s.recv(100)  # the end, which a balancer notices a moment too late
    s.send(b"GET / HTTP/1.1\r\n")
    time.sleep(1)


def scan():
    ports = iter(random.sample(range(1, 5000), 4999))
    paced(3, lambda: client(SCANNER, HOST, next(ports)))


WORK = {
    "servers": {
        "database": lambda: serve(DATABASE, 22, lambda s: s.recv(1)),
        "cache": lambda: serve(CACHE, 6379, cache),
    },
    "host": {
        "api.service": lambda: serve(HOST, 8080, api),
        "nginx.service": lambda: serve(HOST, 443, nginx),
        "shop.service": shop,
        "worker.service": worker,
    },
    "clients": {
        "pool": lambda: paced(6, pool, at_once=True),
        "probe": lambda: paced(2, lambda: abort(client(BALANCER, HOST, 443))),
        "scan": scan,
    },
}

for seed, (name, work) in enumerate(WORK[sys.argv[1]].items()):
    if os.fork() == 0:
        random.seed(seed)
        if sys.argv[1] == "host":
            group = f"{os.environ['SLICE']}/{name}"
            os.mkdir(group)
            with open(f"{group}/cgroup.procs", "w", encoding="ascii") as processes:
                processes.write("0")
        work()
signal.pause()
