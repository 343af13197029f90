# What a lock held across os.fork means to the child: the parent has it, the child does not.
import multiprocessing as mp
import os

ctx = mp.get_context('fork')
lock, rlock, semaphore = ctx.Lock(), ctx.RLock(), ctx.Semaphore(1)


def child(body):
    pid = os.fork()
    if pid == 0:
        try:
            body()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def say(*words):
    print(*words, flush=True)


def not_mine():
    say(lock._semlock._is_mine(), lock._semlock._count(), rlock._semlock._is_mine(), rlock._semlock._count())
    say(lock.acquire(block=False), rlock.acquire(block=False), semaphore.acquire(block=False))
    try:
        rlock.release()
    except AssertionError as error:
        say(error)
    lock.release()
    say(lock)


lock.acquire()
rlock.acquire()
rlock.acquire()
semaphore.acquire()
child(not_mine)
# The child has released the plain lock.
say(lock._semlock._get_value(), rlock._semlock._count(), rlock._semlock._get_value())
rlock.release()
say(rlock)
rlock.release()
say(rlock, semaphore)


def mine():
    with rlock:
        say(rlock._semlock._is_mine(), rlock._semlock._count())
        child(lambda: say(rlock._semlock._is_mine(), rlock.acquire(block=False)))
        say(rlock._semlock._is_mine(), rlock._semlock._count())


child(mine)
say(rlock)
