import queue, threading
q = queue.Queue(1)
out = []
t = threading.Thread(target=lambda: out.append(q.get()))
t.start()
with q.mutex:
    print(q.queue)
q.put('item')
t.join()
print(out)
q.put('full')
t = threading.Thread(target=lambda: q.put('second'))
t.start()
with q.mutex:
    print(list(q.queue))
print(q.get(), q.get())
t.join()
