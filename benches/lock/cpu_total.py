"""CPU-bound work shared by 2, 4 and 16 threads: total time over the sequential time. Prints JSON: {"2": ratio, ...}; best of three."""
import json
import threading
import time

WORK = 16_000_000


def compute(rounds):
    total = 0
    for number in range(rounds):
        total += number & 7
    return total


def run(count):
    start = time.perf_counter()
    if count == 1:
        compute(WORK)
    else:
        threads = [threading.Thread(target=compute, args=(WORK // count,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return time.perf_counter() - start


compute(100_000)
best = {count: min(run(count) for _ in range(3)) for count in (1, 2, 4, 16)}
print(json.dumps({str(count): best[count] / best[1] for count in (2, 4, 16)}))
