# why: mixed
import time

def busy(seconds):
    """Use the processor for so long, whatever else the machine does."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


for _ in range(10):
    busy(0.025)
    time.sleep(0.025)
