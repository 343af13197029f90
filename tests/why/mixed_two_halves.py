# why: mixed
"""Two threads, each of which computes a quarter of its time: half of the time nobody does."""
import threading
import time

def busy(seconds):
    """Use the processor for so long, whatever else the machine does."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


def work():
    for _ in range(5):
        busy(0.02)
        time.sleep(0.05)


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
