import queue, threading
q = queue.SimpleQueue()
print(q.put(1), q.put(2, block=False), q.put_nowait(3), q.put(4, timeout=0), q.qsize(), q.empty())
print(q.get(), q.get(False), q.get_nowait(), q.get(timeout=1), q.empty())
for f in (q.get_nowait, lambda: q.get(False), lambda: q.get(timeout=0.01), lambda: q.get(True, -1)):
    try:
        f()
    except (queue.Empty, ValueError) as e:
        print(repr(e))
t = threading.Thread(target=lambda: [q.put(i) for i in range(5)])
t.start()
print([q.get() for _ in range(5)])
t.join()
print(queue.SimpleQueue)
