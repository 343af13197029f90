import queue, threading
q = queue.Queue()
done = []
def worker():
    while True:
        item = q.get()
        if item is None:
            q.task_done()
            return
        done.append(item * 2)
        q.task_done()
ts = [threading.Thread(target=worker) for _ in range(3)]
for t in ts: t.start()
for i in range(20): q.put(i)
q.join()
print(sorted(done), q.unfinished_tasks)
for t in ts: q.put(None)
for t in ts: t.join()
q.join()
try:
    q.task_done()
except ValueError as e:
    print(e)
