"""Ctrl-C ends the waiting for a queue."""
import os
import signal
import threading
from multiprocessing import JoinableQueue, Queue

q = Queue(1)
q.put(0)
j = JoinableQueue()
j.put(1)
for wait in (lambda: q.put(1), lambda: Queue().get(), lambda: Queue().get(timeout=50), j.join):
    try:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        wait()
    except KeyboardInterrupt:
        print('interrupted')
print(q.get(), j.get())
