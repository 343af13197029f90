# All who wait for a lock learn that its owner was killed, in whatever process and thread they wait. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import os
import signal
import sys
import threading
from multiprocessing.synchronize import OwnerDied

ctx = mp.get_context(sys.argv[1])
lock, ready, here, learned = ctx.Lock(), ctx.Event(), ctx.Semaphore(0), ctx.Semaphore(0)


def hold():
    with lock:
        ready.set()
        signal.pause()


def wait():
    here.release()
    try:
        lock.acquire()
    except OwnerDied:
        learned.release()


def wait_twice():
    thread = threading.Thread(target=wait)
    thread.start()
    wait()
    thread.join()


holder = ctx.Process(target=hold)
holder.start()
ready.wait()
waiters = [ctx.Process(target=wait_twice) for _ in range(3)]
for process in waiters:
    process.start()
for _ in range(6):
    here.acquire()
os.kill(holder.pid, signal.SIGKILL)
for process in waiters:
    process.join()
holder.join()
print(learned.get_value(), [process.exitcode for process in waiters], holder.exitcode)

# With recovery exactly one takes it over; the others wait for that one.
lock = ctx.Lock()
lock._recover = True
ready.clear()
holder = ctx.Process(target=hold)
holder.start()
ready.wait()
order = ctx.RawValue('i', 0)


def count():
    with lock:
        before = order.value
        order.value = before + 1


waiters = [ctx.Process(target=count) for _ in range(3)]
for process in waiters:
    process.start()
os.kill(holder.pid, signal.SIGKILL)
for process in waiters:
    process.join()
holder.join()
print(order.value, lock)
