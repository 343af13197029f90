# The parent keeps a lock that a task needs, and waits for the task.
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


def set_up(lock):
    global shared
    shared = lock


def work():
    with shared:
        return 1


lock = multiprocessing.Lock()
with ProcessPoolExecutor(1, initializer=set_up, initargs=(lock,)) as pool:
    with lock:
        pool.submit(work).result()
