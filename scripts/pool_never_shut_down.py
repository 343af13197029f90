"""Lesson: a pool that nobody shuts down still finishes its tasks: the program waits for it at its end."""
import threading
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(4)
lock = threading.Lock()
finished = []


def task(number):
    with lock:
        finished.append(number)
        if len(finished) == 20:
            print("all twenty are done:", sorted(finished) == list(range(20)))


print("submitting")
for number in range(20):
    pool.submit(task, number)
