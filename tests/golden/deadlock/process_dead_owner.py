# The owner of a lock ends while others wait for it: that is told as such, and is no deadlock.
import itertools
import multiprocessing
import os
import signal
import time
from multiprocessing.synchronize import OwnerDied


def work(lock, barrier, nap, how):
    lock.acquire()
    barrier.wait()
    # The other one may sleep by then, or not.
    time.sleep(nap)
    if how:
        os.kill(os.getpid(), how)


for nap, how in itertools.product((0, 0.001, 0.02), (0, signal.SIGKILL)):
    lock, barrier = multiprocessing.Lock(), multiprocessing.Barrier(2)
    child = multiprocessing.Process(target=work, args=(lock, barrier, nap, how))
    child.start()
    barrier.wait()
    try:
        lock.acquire()
    except OwnerDied as error:
        print('while it held the lock' in str(error))
    child.join()
