# The same with acquire(), in a second thread; the main thread waits for it.
import threading

lock = threading.Lock()


def work():
    lock.acquire()
    lock.acquire()


worker = threading.Thread(target=work, name='worker')
worker.start()
worker.join()
