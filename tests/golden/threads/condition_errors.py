import threading
cond = threading.Condition()
for f in (cond.wait, cond.notify, cond.notify_all, cond.release):
    try:
        f()
    except RuntimeError as e:
        print(e)
with cond:
    print(cond.wait(0.01), cond.wait(timeout=0))
plain = threading.Condition(threading.Lock())
with plain:
    print(plain.wait(0.01))
    print(plain.acquire(False))
print(repr(threading.Condition()).startswith('<Condition(<unlocked _thread.RLock object owner=0 count=0 at '), repr(cond).endswith(', 0)>'))
