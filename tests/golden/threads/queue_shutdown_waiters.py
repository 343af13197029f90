import queue, threading
for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = kind(1)
    out = []
    def get():
        try:
            q.get()
        except queue.ShutDown:
            out.append('get')
    ts = [threading.Thread(target=get) for _ in range(3)]
    for t in ts: t.start()
    q.shutdown()
    for t in ts: t.join()
    print(out)
    q = kind(1)
    q.put(0)
    out = []
    def put():
        try:
            q.put(1)
        except queue.ShutDown:
            out.append('put')
    ts = [threading.Thread(target=put) for _ in range(3)]
    for t in ts: t.start()
    q.shutdown(immediate=True)
    for t in ts: t.join()
    print(out, q.qsize())
