# A lock that its holder asks for again inside of a `with` statement, and another thread releases.
import threading
import time

signal = threading.Lock()


def release():
    time.sleep(0.02)
    signal.release()


with signal:
    threading.Thread(target=release).start()
    signal.acquire()
print('done')
