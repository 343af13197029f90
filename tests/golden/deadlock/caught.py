# The error is an exception like others: `with` and `finally` run, and what they release lets the others go on.
import threading

lock = threading.Lock()
done = []


def work():
    with lock:
        done.append('worker')


try:
    with lock:
        worker = threading.Thread(target=work, name='worker')
        worker.start()
        try:
            worker.join()
        finally:
            print('finally')
except threading.DeadlockError as error:
    print('caught:', error)
worker.join()
print(done, threading.active_count())
