# why: mixed
import queue
import threading
import time

def busy(seconds):
    """Use the processor for so long, whatever else the machine does."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))

jobs = queue.Queue()


def produce():
    for _ in range(10):
        time.sleep(0.03)
        jobs.put(0.03)
        # Not before it was taken.
        jobs.join()
    jobs.put(None)


threading.Thread(target=produce).start()
while (seconds := jobs.get()) is not None:
    busy(seconds)
    jobs.task_done()
