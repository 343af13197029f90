# A lock taken twice by one thread and released by another.
import threading

signal = threading.Lock()
signal.acquire()
for number in range(100):
    thread = threading.Thread(target=signal.release)
    thread.start()
    signal.acquire()
    thread.join()
print('done')
