import _thread
lock = _thread.allocate_lock()
print(type(lock) is _thread.LockType, _thread.error is RuntimeError, type(_thread.TIMEOUT_MAX))
out = []
done = _thread.allocate_lock()
done.acquire()
def f(a, b=2):
    out.append((a, b))
    done.release()
ident = _thread.start_new_thread(f, (1,), {'b': 5})
done.acquire()
print(out, isinstance(ident, int))
def leave():
    try:
        _thread.exit()
    finally:
        done.release()
_thread.start_new_thread(leave, ())
done.acquire()
for bad in ((1, ()), (f, 1), (f, (), 1)):
    try:
        _thread.start_new_thread(*bad)
    except TypeError as e:
        print(e)
