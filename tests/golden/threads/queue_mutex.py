import queue, threading
q = queue.Queue()
for i in range(5): q.put(i)
with q.mutex:
    q.queue.clear()
    q.all_tasks_done.notify_all()
    q.unfinished_tasks = 0
print(q.qsize(), q.empty())
q.join()
t = threading.Thread(target=q.put, args=('x',))
with q.not_empty:
    t.start()
    while not q.queue:
        q.not_empty.wait()
    print(list(q.queue))
t.join()
print(q.get(), type(q.mutex).__name__, type(q.not_full).__name__)
try:
    q.nothing
except AttributeError as e:
    print(e)
