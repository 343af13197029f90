# A thread ends and keeps a lock.
import threading

lock = threading.Lock()


def forgetful():
    lock.acquire()


thread = threading.Thread(target=forgetful, name='forgetful')
thread.start()
thread.join()
with lock:
    print('never')
