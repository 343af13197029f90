# why: cpu
"""Sixteen threads queue for the lock: each of them waits 15/16 of its time, and still nothing but computing goes on."""
import threading
import time

def busy(seconds):
    """Use the processor for so long, whatever else the machine does."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


threads = [threading.Thread(target=busy, args=(0.03,)) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
