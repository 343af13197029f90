# -X deadlock=off lets a deadlock hang. With a seed there is no time to hang in, so an exception says what it is.
import threading

lock = threading.Lock()
lock.acquire()
try:
    lock.acquire()
except threading.DeadlockError:
    print('a report')
except RuntimeError as error:
    print(error)
threading.Event().wait()
