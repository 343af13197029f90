"""Lesson: a value in shared memory needs a lock as much between processes as between threads."""
from multiprocessing import Lock, Process, Value


def add(total, lock, times):
    for _ in range(times):
        with lock:
            total.value += 1


# Without a lock of its own, as if it were a plain variable.
total, lock = Value("i", 0, lock=False), Lock()
processes = [Process(target=add, args=(total, lock, 500)) for _ in range(4)]
for process in processes:
    process.start()
for process in processes:
    process.join()
print("all 2000 additions counted:", total.value == 2000)
