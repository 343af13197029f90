import threading
cond = threading.Condition()
items = []
def consumer(out):
    with cond:
        while not items:
            cond.wait()
        out.append(items.pop())
out = []
ts = [threading.Thread(target=consumer, args=(out,)) for _ in range(3)]
for t in ts: t.start()
for i in range(3):
    with cond:
        items.append(i)
        cond.notify()
for t in ts: t.join()
print(sorted(out))
