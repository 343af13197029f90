import threading
lock = threading.RLock()
print(lock.acquire(), lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01))
for _ in range(4):
    lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(e)
with lock:
    with lock:
        out = []
        def other():
            out.append(lock.acquire(blocking=False))
            try:
                lock.release()
            except RuntimeError as e:
                out.append(str(e))
        t = threading.Thread(target=other)
        t.start()
        t.join()
        print(out)
        text = repr(lock)
        print(text.startswith('<locked _thread.RLock object owner='), 'count=2' in text)
print(repr(lock).startswith('<unlocked _thread.RLock object owner=0 count=0 at 0x'))
