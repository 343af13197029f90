# The last to block waits for a thread of its own process, which has been waiting for the other process.
import multiprocessing
import threading


def work(mine, other, ready):
    with mine:
        ready.set()
        with other:
            pass


def take(lock):
    with lock:
        pass


mine, other, ready = multiprocessing.Lock(), multiprocessing.Lock(), multiprocessing.Event()
child = multiprocessing.Process(target=work, args=(mine, other, ready))
waiter = threading.Thread(target=take, args=(mine,), name='waiter')
with other:
    child.start()
    ready.wait()
    waiter.start()
    waiter.join()
