# Locks, semaphores and their errors, in one process.
import multiprocessing as mp

ctx = mp.get_context('fork')
names = {}


def show(text):
    try:
        print(text, '->', eval(text))
    except BaseException as error:
        print(text, '!!', type(error).__name__, error)


lock, rlock, semaphore, bounded = ctx.Lock(), ctx.RLock(), ctx.Semaphore(2), ctx.BoundedSemaphore(2)
for text in '''lock
lock.acquire()
lock
lock.acquire(False)
lock.acquire(block=False)
lock.acquire(True, 0.01)
lock.acquire(timeout=0)
lock.acquire(timeout=-1)
lock.acquire(False, None)
lock.acquire(True, 'a')
lock.acquire(1, 2, 3)
lock.release()
lock.release()
lock.release(1)
lock.__enter__()
lock.__exit__(None, None, None)
lock._semlock._count()
lock._semlock._get_value()
rlock
rlock.release()
rlock.acquire()
rlock.acquire()
rlock
rlock._semlock._count(), rlock._semlock._is_mine(), rlock._semlock._is_zero()
rlock.release()
rlock.release()
rlock.release()
rlock
semaphore
semaphore.acquire()
semaphore.acquire(block=False)
semaphore.acquire(block=False)
semaphore.get_value()
semaphore.release()
semaphore.release()
semaphore.release()
semaphore
bounded
bounded.release()
bounded.acquire()
bounded
bounded.release()
bounded.release()
ctx.Semaphore(-1)
ctx.Semaphore('a')
ctx.Semaphore(0).acquire(timeout=0.01)
ctx.Semaphore(2 ** 31)
lock._semlock.kind, rlock._semlock.kind, semaphore._semlock.maxvalue, bounded._semlock.maxvalue
isinstance(bounded, mp.synchronize.Semaphore)
mp.synchronize.SEM_VALUE_MAX
mp.Lock().acquire()'''.splitlines():
    show(text)
with lock:
    print(lock)
with rlock, rlock:
    print(rlock)
with semaphore:
    print(semaphore)
try:
    mp.synchronize.Lock()
except TypeError as error:
    print(error)
