import threading
b = threading.Barrier(2, timeout=0.02)
try:
    b.wait()
except threading.BrokenBarrierError as e:
    print(repr(e), b.broken, b.n_waiting)
try:
    b.wait()
except threading.BrokenBarrierError as e:
    print(repr(e))
print(repr(b).endswith(': broken>'))
b.reset()
print(b.broken)
try:
    b.wait(0.01)
except threading.BrokenBarrierError as e:
    print(repr(e))
print(threading.BrokenBarrierError, threading.BrokenBarrierError.__mro__[1])
for n in (0, -1):
    try:
        threading.Barrier(n)
    except ValueError as e:
        print(e)
