import queue, threading
q = queue.Queue(1)
got = []
def consume():
    while (item := q.get()) is not None:
        got.append(item)
t = threading.Thread(target=consume)
t.start()
for i in range(100): q.put(i)
q.put(None)
t.join()
print(got == list(range(100)))
