"""Threads started and joined per second, one after the other. Prints JSON: {"start_join": rate}."""
import json
import threading
import time


def nothing():
    pass


def rate(count):
    start = time.perf_counter()
    for _ in range(count):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()
    return count / (time.perf_counter() - start)


print(json.dumps({"start_join": max(rate(2000) for _ in range(3))}))
