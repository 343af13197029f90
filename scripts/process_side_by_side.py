"""Lesson: processes sleep and work side by side: each of four is in the middle of its work when the others are in theirs."""
import time
from multiprocessing import Barrier, Process, Value

PAUSE = 0.2
middle = Barrier(4)
arrived = Value("i", 0)


def work():
    time.sleep(PAUSE / 2)
    with arrived:
        arrived.value += 1
    # Nobody passes before all are here: one after the other they would never get any further.
    middle.wait()
    time.sleep(PAUSE / 2)


processes = [Process(target=work) for _ in range(4)]
start = time.monotonic()
for process in processes:
    process.start()
for process in processes:
    process.join()
took = time.monotonic() - start
print("all were in the middle at once:", arrived.value)
print("at least as long as one:", took >= PAUSE)
print(f"one after the other would take {4 * PAUSE} s, this took {took:.2f} s")
