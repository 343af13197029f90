import queue
q = queue.Queue(maxsize=2)
q.put('a')
q.put_nowait('b')
print(q.full(), q.qsize())
for f in (lambda: q.put_nowait('c'), lambda: q.put('c', False), lambda: q.put('c', block=True, timeout=0.01)):
    try:
        f()
    except queue.Full as e:
        print(repr(e), type(e))
try:
    q.put('c', timeout=-1)
except ValueError as e:
    print(e)
print(q.get(), q.full())
