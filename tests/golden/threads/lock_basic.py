import threading
lock = threading.Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False))
print(lock.acquire(timeout=0.01), lock.acquire(True, 0.01))
print(lock.release(), lock.locked())
with lock as got:
    print(got, lock.locked())
print(lock.locked())
try:
    lock.release()
except RuntimeError as e:
    print(e)
for args in ((False, 1), (True, -2), (True, 1e100)):
    try:
        lock.acquire(*args)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
print(repr(lock).split(' at ')[0], repr(lock).startswith('<unlocked'))
with lock:
    print(repr(lock).split(' at ')[0])
