"""Round trips of a byte over UDP beside 0, 1, 2 and 4 computing threads. The echoing end is another program, whose port is the
argument. Runs with Python 2.7, too. Prints JSON: for each number of threads the median and the mean in ms."""
import json
import socket
import sys
import threading
import time

TRIPS = 200
LONGEST = 3.0
PAUSE = 0.002
stop = False
clock = getattr(time, "perf_counter", time.time)


def compute():
    n = 0
    while not stop:
        n += 1


def main():
    global stop
    mine = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    mine.bind(("127.0.0.1", 0))
    mine.settimeout(10)
    echo = ("127.0.0.1", int(sys.argv[1]))
    results = {}
    for count in (0, 1, 2, 4):
        stop = False
        threads = [threading.Thread(target=compute) for _ in range(count)]
        for thread in threads:
            thread.start()
        times = []
        begin = clock()
        while len(times) < TRIPS and clock() - begin < LONGEST:
            start = clock()
            mine.sendto(b"x", echo)
            mine.recvfrom(64)
            times.append(clock() - start)
            time.sleep(PAUSE)
        stop = True
        for thread in threads:
            thread.join()
        times.sort()
        results[str(count)] = {"median": times[len(times) // 2] * 1000, "mean": sum(times) / len(times) * 1000}
    print(json.dumps(results))


main()
