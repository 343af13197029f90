# A finalizer takes the lock that the code it interrupts has.
import threading

lock = threading.Lock()


class Resource:
    def __del__(self):
        with lock:
            print('never')


with lock:
    resource = Resource()
    del resource
    print('goes on')
print('the lock is free:', lock.acquire(timeout=1))
