# why: cpu
"""A daemon waits for work that never comes; that is no waiting that counts."""
import queue
import threading
import time

def busy(seconds):
    """Use the processor for so long, whatever else the machine does."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


threading.Thread(target=queue.Queue().get, daemon=True).start()
busy(0.4)
