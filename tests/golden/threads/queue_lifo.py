import queue
q = queue.LifoQueue(3)
for i in 'abc': q.put(i)
print(q.full(), q.queue, [q.get() for _ in range(3)], q.empty())
try:
    q.get_nowait()
except queue.Empty as e:
    print(repr(e))
print(isinstance(q, queue.Queue))
