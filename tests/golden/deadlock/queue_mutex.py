# Putting while holding the queue's own mutex.
import queue

jobs = queue.Queue()
with jobs.mutex:
    jobs.put(1)
