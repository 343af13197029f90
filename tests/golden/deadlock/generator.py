# A generator holds the lock while its caller asks for it.
import threading

lock = threading.Lock()


def numbers():
    with lock:
        yield 1
        yield 2


for number in numbers():
    with lock:
        print('never')
