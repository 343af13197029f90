import threading
lock = threading.RLock()
total = 0
def add(n):
    global total
    with lock:
        total += 1
        if n:
            add(n - 1)
ts = [threading.Thread(target=add, args=(20,)) for _ in range(10)]
for t in ts: t.start()
for t in ts: t.join()
print(total)
