import queue
q = queue.Queue()
print(q.empty(), q.full(), q.qsize(), q.maxsize)
for i in range(3):
    print(q.put(i), end=' ')
print(q.qsize(), q.empty(), list(q.queue), q.unfinished_tasks)
print(q.get(), q.get(block=False), q.get(timeout=1))
try:
    q.get_nowait()
except queue.Empty as e:
    print(repr(e), queue.Empty)
try:
    q.get(timeout=0.01)
except queue.Empty:
    print('empty after a while')
try:
    q.get(timeout=-1)
except ValueError as e:
    print(e)
print(type(q.queue).__name__)
