from concurrent.futures import ThreadPoolExecutor, CancelledError, wait, as_completed
import threading
go = threading.Event()
started = threading.Event()
def block():
    started.set()
    go.wait()
    return 'done'
pool = ThreadPoolExecutor(1)
running = pool.submit(block)
started.wait()
queued = pool.submit(print, 'never')
print(running.cancel(), running.running(), queued.cancel(), queued.cancelled(), queued.cancel(), queued.done())
for f in (queued.result, queued.exception):
    try:
        f()
    except CancelledError as e:
        print(repr(e))
print(repr(queued).split(' ', 3)[3], repr(running).split(' ', 3)[3])
called = []
queued.add_done_callback(lambda f: called.append(f is queued))
print(called)
go.set()
pool.shutdown()
print(running.result(), repr(running).split(' ', 3)[3])
print(CancelledError.__mro__[1].__name__, wait([queued]).done == {queued}, list(as_completed([queued])) == [queued])
