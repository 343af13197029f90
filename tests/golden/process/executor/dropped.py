"""An executor that is dropped finishes what it has, and its workers go."""
import gc
import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor


def work(x):
    time.sleep(0.01)
    return x


def run():
    executor = ProcessPoolExecutor(2)
    return [executor.submit(work, number) for number in range(5)]


def state():
    deadline = time.monotonic() + 50
    while (threading.active_count() > 1 or multiprocessing.active_children()) and time.monotonic() < deadline:
        time.sleep(0.005)
    gc.collect()
    return threading.active_count(), multiprocessing.active_children(), len(os.listdir('/proc/self/fd'))


futures = run()
print([future.result() for future in futures])
del futures
first = state()
for _ in range(3):
    print(sum(future.result() for future in run()))
    with ProcessPoolExecutor(2) as executor:
        executor.submit(work, 1)
    del executor
last = state()
print(first[:2], 'the same' if last == first else (first, last))
