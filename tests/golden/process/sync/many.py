# Thousands of locks need a handful of descriptors, and nothing is left of them.
import gc
import multiprocessing as mp
import os

ctx = mp.get_context('fork')


def descriptors():
    return len(os.listdir('/proc/self/fd'))


ctx.Lock()
# With its first copy a program gets a descriptor that it keeps.
os.waitpid(os.fork() or os._exit(0), 0)
gc.collect()
before = descriptors()
locks = [ctx.Lock() for _ in range(5000)]
print(descriptors() - before <= 6, locks[4999].acquire(), locks[0].acquire(), locks[1024].acquire(), locks[1])
events = [ctx.Event() for _ in range(100)]
events[50].set()
print(sum(event.is_set() for event in events))
pid = os.fork()
if pid == 0:
    # The child may make more of them, which nobody else has.
    more = [ctx.Semaphore(0) for _ in range(10)]
    for semaphore in more:
        semaphore.release()
    os._exit(0 if all(semaphore.get_value() == 1 for semaphore in more) else 1)
more = [ctx.Semaphore(0) for _ in range(10)]
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), sum(semaphore.get_value() for semaphore in more))
del locks, events, more
gc.collect()
print(descriptors() - before)
