import threading
cond = threading.Condition()
waiting = threading.Semaphore(0)
woken = threading.Semaphore(0)
def wait():
    with cond:
        waiting.release()
        cond.wait()
    woken.release()
ts = [threading.Thread(target=wait) for _ in range(6)]
for t in ts: t.start()
for t in ts: waiting.acquire()
with cond:
    cond.notify(2)
print(woken.acquire(timeout=30), woken.acquire(timeout=30), woken.acquire(timeout=0.05))
with cond:
    cond.notify(3)
print([woken.acquire(timeout=30) for _ in range(3)], woken.acquire(timeout=0.05))
with cond:
    cond.notify(10)
for t in ts: t.join()
print(woken.acquire(False))
