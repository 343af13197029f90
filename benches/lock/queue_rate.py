"""Items per second through a Queue between two threads, without a bound and bounded to one. Prints JSON."""
import json
import queue
import threading
import time


def rate(bound, items):
    line = queue.Queue(bound)

    def produce():
        for item in range(items):
            line.put(item)

    producer = threading.Thread(target=produce)
    start = time.perf_counter()
    producer.start()
    total = 0
    for _ in range(items):
        total += line.get()
    seconds = time.perf_counter() - start
    producer.join()
    assert total == items * (items - 1) // 2
    return items / seconds


print(json.dumps({"unbounded": max(rate(0, 100_000) for _ in range(3)), "bounded": max(rate(1, 20_000) for _ in range(3))}))
