# A plain lock cannot be taken twice.
import threading

lock = threading.Lock()


def inner():
    with lock:
        print('never')


def outer():
    with lock:
        inner()


outer()
