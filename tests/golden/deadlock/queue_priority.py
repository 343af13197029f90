# A queue that is written in Python waits on its conditions.
import queue

jobs = queue.PriorityQueue()
jobs.put(1)
print(jobs.get())
jobs.get()
