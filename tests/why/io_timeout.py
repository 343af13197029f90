# why: io
"""Waiting in vain takes its time."""
import queue

jobs = queue.Queue()
for _ in range(4):
    try:
        jobs.get(timeout=0.1)
    except queue.Empty:
        pass
