"""Lesson: with a lock around the three steps no update is ever lost.

Between `acquire` and `release` only one thread is inside; `with` releases the lock even when an exception passes through.
"""
import threading

ROUNDS = 1_000_000
counter = 0
lock = threading.Lock()


def count():
    global counter
    for _ in range(ROUNDS):
        with lock:
            counter += 1


threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"expected {2 * ROUNDS}, counted {counter}, lost {2 * ROUNDS - counter}")
