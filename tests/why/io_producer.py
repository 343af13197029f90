# why: io
import queue
import threading
import time

jobs = queue.Queue()


def produce():
    for number in range(10):
        time.sleep(0.04)
        jobs.put(number)
    jobs.put(None)


threading.Thread(target=produce).start()
while jobs.get() is not None:
    pass
