import queue, threading
q = queue.Queue()
print(q.is_shutdown)
q.put(1); q.put(2)
q.shutdown()
print(q.is_shutdown, q.get(), q.get_nowait())
for f in (lambda: q.put(1), lambda: q.put_nowait(1), q.get, q.get_nowait):
    try:
        f()
    except queue.ShutDown as e:
        print(repr(e), queue.ShutDown)
q.task_done(); q.task_done()
q.join()
q = queue.Queue()
q.put(1); q.put(2)
q.shutdown(immediate=True)
print(q.qsize(), q.unfinished_tasks)
try:
    q.get()
except queue.ShutDown:
    print('nothing left')
q.join()
q.shutdown()
