# Ctrl-C ends every wait; a handler that returns lets the wait go on.
import multiprocessing as mp
import os
import signal
import threading
import time

ctx = mp.get_context('fork')
lock, condition, event = ctx.Lock(), ctx.Condition(), ctx.Event()
semaphore = ctx.Semaphore(0)
lock.acquire()
me = os.getpid()


def later(number):
    def send():
        time.sleep(0.03)
        while is_in_condition and not condition._waiters.enrolled():
            time.sleep(0.001)
        os.kill(me, number)
    thread = threading.Thread(target=send)
    thread.start()
    return thread


def wait_for_notice():
    with condition:
        try:
            condition.wait()
        finally:
            print('has the lock again:', condition._lock._semlock._is_mine())


for wait in lock.acquire, semaphore.acquire, event.wait, wait_for_notice, lambda: lock.acquire(timeout=60):
    is_in_condition = wait is wait_for_notice
    try:
        thread = later(signal.SIGINT)
        wait()
    except KeyboardInterrupt:
        print('interrupted')
    thread.join()
print(lock, condition, semaphore)

count = 0


def handler(number, frame):
    global count
    count += 1


is_in_condition = False
signal.signal(signal.SIGUSR1, handler)
for number, wait in enumerate([lock.acquire, semaphore.acquire, event.wait]):
    thread = later(signal.SIGUSR1)
    print(wait(timeout=0.1))
    thread.join()
    while count <= number:
        pass
print(count)

# A child ends the wait that a signal has interrupted.


def release():
    os.kill(me, signal.SIGUSR1)
    while count_of_signals.value == 0:
        pass
    lock.release()


count_of_signals = ctx.RawValue('i', 0)


def count_signal(number, frame):
    count_of_signals.value += 1


signal.signal(signal.SIGUSR1, count_signal)
process = ctx.Process(target=release)
process.start()
print(lock.acquire(), count_of_signals.value)
process.join()
