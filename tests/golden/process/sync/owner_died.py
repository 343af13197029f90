# A process that is killed with a lock does not take those who wait with it: they get an error that names it. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import os
import re
import signal
import sys
from multiprocessing.synchronize import OwnerDied

ctx = mp.get_context(sys.argv[1])
print(OwnerDied.__mro__[1].__name__, OwnerDied.__module__)


def hold(lock, ready):
    lock.acquire()
    ready.set()
    signal.pause()


def text_of(error, pid):
    text = str(error).replace(str(pid), 'PID')
    return re.sub(r' at 0x\w+', '', text)


for make in ctx.Lock, ctx.RLock:
    lock, ready = make(), ctx.Event()
    process = ctx.Process(target=hold, args=(lock, ready))
    process.start()
    ready.wait()
    print(lock.acquire(block=False), lock.acquire(timeout=0.01))
    os.kill(process.pid, signal.SIGKILL)
    try:
        lock.acquire()
    except OwnerDied as error:
        print(text_of(error, process.pid))
    process.join()
    # It stays so: everybody learns it.
    for _ in range(2):
        try:
            with lock:
                print('taken')
        except RuntimeError as error:
            print(text_of(error, process.pid))
    print(lock.acquire(block=False))
    lock._recover = True
    print(lock.acquire(), lock)
    lock.release()
    lock._recover = False
    print(lock.acquire(timeout=1), lock.release())

# A process that just ends is no better.
lock = ctx.Lock()
process = ctx.Process(target=lock.acquire)
process.start()
process.join()
try:
    lock.acquire(timeout=5)
except OwnerDied as error:
    print(text_of(error, process.pid))
# A plain lock may be released by any process.
lock.release()
print(lock, lock.acquire(timeout=5))

# Semaphores belong to nobody: their permits stay taken.
semaphore = ctx.Semaphore(1)
process = ctx.Process(target=semaphore.acquire)
process.start()
process.join()
print(semaphore.acquire(timeout=0.2), semaphore)
