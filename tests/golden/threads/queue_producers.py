import queue, threading
q = queue.Queue(3)
total = []
def produce(n):
    for i in range(50):
        q.put(n * 1000 + i)
def consume():
    for _ in range(50):
        total.append(q.get())
ps = [threading.Thread(target=produce, args=(n,)) for n in range(4)]
cs = [threading.Thread(target=consume) for _ in range(4)]
for t in ps + cs: t.start()
for t in ps + cs: t.join()
print(len(total), len(set(total)), q.qsize())
print(sorted(total)[:3], sorted(total)[-1])
