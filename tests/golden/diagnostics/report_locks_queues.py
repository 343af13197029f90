# -X report: locks still held, items left in queues.
import queue
import threading

lock = threading.Lock()
free = threading.Lock()
again = threading.RLock()
items = queue.Queue()
stack = queue.LifoQueue()
done = queue.Queue()


def local_queue():
    inner = queue.Queue()
    inner.put(1)


lock.acquire()
lock.release
again.acquire()
with free:
    pass
for n in range(3):
    items.put(n)
stack.put(1)
done.put(1)
done.get()
local_queue()
print('isinstance', isinstance(lock, threading.Lock().__class__))
