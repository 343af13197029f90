"""Round trips of a byte over UDP beside 0, 1, 2 and 4 computing threads.

The echoing end is a process of its own, run by the interpreter named as argument (default: this one), so that the measured
thread's waiting is real. Prints JSON: for each number of threads median and 99th percentile in ms, and the share of the
computing threads' speed that is kept compared with computing alone.
"""
import json
import os
import socket
import sys
import threading
import time

TRIPS = 300
PAUSE = 0.002
ECHO = """
import os, socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
os.write(int(sys.argv[1]), b"%d" % s.getsockname()[1])
os.close(int(sys.argv[1]))
while True:
    data, sender = s.recvfrom(64)
    if data == b"end":
        break
    s.sendto(data, sender)
"""

stop = False


def compute(counts, place):
    n = 0
    while not stop:
        n += 1
    counts[place] = n


def speed(count, during):
    """Runs `during` beside `count` computing threads; gives their rounds per second of wall time."""
    global stop
    stop = False
    counts = [0] * count
    threads = [threading.Thread(target=compute, args=(counts, place)) for place in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    during()
    stop = True
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    echo = os.spawnv(os.P_NOWAIT, binary, [binary, "-c", ECHO, str(writing)])
    os.close(writing)
    port = int(os.read(reading, 16))
    mine = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    mine.bind(("127.0.0.1", 0))
    mine.settimeout(10)
    results = {}
    for count in (0, 1, 2, 4):
        times = []

        def trips():
            for number in range(TRIPS):
                start = time.perf_counter()
                mine.sendto(b"%d" % number, ("127.0.0.1", port))
                mine.recvfrom(64)
                times.append(time.perf_counter() - start)
                time.sleep(PAUSE)

        busy = speed(count, trips)
        alone = speed(count, lambda: time.sleep(0.5)) if count else 0
        times.sort()
        results[str(count)] = {"median": times[len(times) // 2] * 1000, "p99": times[len(times) * 99 // 100] * 1000,
                               "kept": busy / alone if count else 1.0}
    mine.sendto(b"end", ("127.0.0.1", port))
    os.waitpid(echo, 0)
    print(json.dumps(results))


main()
