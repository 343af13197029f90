"""Lesson: threads do not make computing faster, processes do. The interpreter's lock lets one thread compute at a time.

The same work is done in sequence, by threads and by processes. However many threads share it, the whole takes the time of one:
never more than one core is busy. Each process has an interpreter and a lock of its own, so they compute side by side, as far as
there are cores.
"""
import multiprocessing
import os
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


def cpu_seconds():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measure(kind, count):
    wall, cpu = time.perf_counter(), cpu_seconds()
    if count == 1:
        compute(PARTS)
    else:
        workers = [kind(target=compute, args=(PARTS // count,)) for _ in range(count)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    return time.perf_counter() - wall, cpu_seconds() - cpu


cores = len(os.sched_getaffinity(0))
sequential, _ = measure(None, 1)
print(f"sequential:  {sequential:.3f} s")
for name, kind in (("threads", threading.Thread), ("processes", multiprocessing.Process)):
    for count in (2, 4):
        wall, cpu = measure(kind, count)
        ratio = wall / sequential
        print(f"{count} {name + ':':10} {wall:.3f} s, {ratio:.2f} times the sequential time, {cpu / wall:.2f} cores busy")
        if kind is threading.Thread:
            print("more than one core was busy:", cpu / wall > 1.2)
