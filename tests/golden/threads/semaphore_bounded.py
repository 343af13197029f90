import threading
s = threading.BoundedSemaphore(2)
s.acquire()
s.release()
for n in (1, 2):
    try:
        s.release(n)
    except ValueError as e:
        print(e)
s.acquire(); s.acquire()
s.release(2)
text = repr(s)
print(text.startswith('<threading.BoundedSemaphore at 0x'), text.endswith(': value=2/2>'))
print(isinstance(s, threading.Semaphore))
