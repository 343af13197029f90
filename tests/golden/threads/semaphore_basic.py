import threading
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(False), s.acquire(timeout=0.01), s.acquire(blocking=False))
s.release()
print(s.acquire(blocking=False))
s.release(3)
print([s.acquire(blocking=False) for _ in range(4)])
for f in (lambda: threading.Semaphore(-1), lambda: s.release(0), lambda: s.acquire(False, 1)):
    try:
        f()
    except ValueError as e:
        print(e)
with threading.Semaphore() as got:
    print(got)
text = repr(threading.Semaphore(4))
print(text.startswith('<threading.Semaphore at 0x'), text.endswith(': value=4>'))
