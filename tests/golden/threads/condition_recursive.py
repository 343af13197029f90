import threading
cond = threading.Condition()
ready = []
def notify():
    with cond:
        ready.append(1)
        cond.notify()
t = threading.Thread(target=notify)
with cond:
    with cond:
        t.start()
        while not ready:
            cond.wait()
        print('woken with the lock held twice')
t.join()
print(cond.acquire(False), cond.release())
