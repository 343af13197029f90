import threading
count = 0
lock = threading.Lock()
def add():
    global count
    for _ in range(100):
        with lock:
            count += 1
ts = [threading.Thread(target=add) for _ in range(50)]
for t in ts: t.start()
for t in ts: t.join()
print(count)
print(len({t.ident for t in ts}) <= 50, ts[0].name, ts[-1].name)
