# A signal whose handler raises ends every kind of wait of the main thread.
import os
import queue
import signal
import threading
import time

lock = threading.Lock()
lock.acquire()
rlock = threading.RLock()
ready = threading.Event()


def send():
    time.sleep(0.02)
    os.kill(os.getpid(), signal.SIGINT)


def attempt(name, wait):
    sender = threading.Thread(target=send)
    try:
        sender.start()
        wait()
        print(name, 'was not interrupted')
    except KeyboardInterrupt as exception:
        print(name, repr(exception))
    sender.join()


def wait_condition():
    condition = threading.Condition()
    with condition:
        condition.wait()


def compute():
    while True:
        pass


def hold():
    with rlock:
        ready.set()
        stop.wait()


stop = threading.Event()
holder = threading.Thread(target=hold)
holder.start()
ready.wait()
full = queue.Queue(1)
full.put(1)
attempt('acquire', lock.acquire)
attempt('acquire with timeout', lambda: lock.acquire(timeout=1000))
attempt('re-entrant', rlock.acquire)
attempt('sleep', lambda: time.sleep(1000))
attempt('join', holder.join)
attempt('simple queue', queue.SimpleQueue().get)
attempt('queue get', queue.Queue().get)
attempt('queue put', lambda: full.put(2))
attempt('queue join', full.join)
attempt('event', threading.Event().wait)
attempt('condition', wait_condition)
attempt('semaphore', threading.Semaphore(0).acquire)
attempt('barrier', threading.Barrier(2).wait)
attempt('compute', compute)
stop.set()
holder.join()

# A handler that returns lets the wait go on.
got = []
signal.signal(signal.SIGALRM, lambda number, frame: got.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.01)
print('acquired', lock.acquire(timeout=0.05))
while not got:
    pass
print(got == [signal.SIGALRM], signal.getitimer(signal.ITIMER_REAL))
