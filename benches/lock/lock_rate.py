"""`with lock` per second, alone and in two threads that fight for it. Prints JSON: {"uncontended": rate, "contended": rate}."""
import json
import threading
import time

lock = threading.Lock()


def work(rounds):
    for _ in range(rounds):
        with lock:
            pass


def rate(count, rounds):
    threads = [threading.Thread(target=work, args=(rounds,)) for _ in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count * rounds / (time.perf_counter() - start)


print(json.dumps({"uncontended": max(rate(1, 1_000_000) for _ in range(3)), "contended": max(rate(2, 200_000) for _ in range(3))}))
