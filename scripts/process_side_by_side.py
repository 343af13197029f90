"""Lesson: processes sleep and work side by side: four that take a fifth of a second each take a fifth together."""
import time
from multiprocessing import Process


def work(number):
    time.sleep(0.2)


processes = [Process(target=work, args=(number,)) for number in range(4)]
start = time.monotonic()
for process in processes:
    process.start()
for process in processes:
    process.join()
took = time.monotonic() - start
print("at least as long as one:", took >= 0.2)
print("not as long as four:", took < 0.8)
