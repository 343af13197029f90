"""Lesson: threads do not make computing faster. The interpreter's lock lets one thread compute at a time.

The same work is done in sequence, by two and by four threads. However many threads share it, the whole takes the time of one:
never more than one core is busy.
"""
import threading
import time

WORK = 1_500_000
PARTS = 4


def compute(parts):
    for _ in range(parts):
        total = 0
        for number in range(WORK):
            total += number * number % 7
    return total


def measure(thread_count):
    wall, cpu = time.perf_counter(), time.process_time()
    if thread_count == 0:
        compute(PARTS)
    else:
        threads = [threading.Thread(target=compute, args=(PARTS // thread_count,)) for _ in range(thread_count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return time.perf_counter() - wall, time.process_time() - cpu


sequential, _ = measure(0)
print(f"sequential: {sequential:.3f} s")
for thread_count in (2, 4):
    wall, cpu = measure(thread_count)
    print(f"{thread_count} threads:  {wall:.3f} s, {wall / sequential:.2f} times the sequential time, {cpu / wall:.2f} cores busy")
    print("more than one core was busy:", cpu / wall > 1.2)
