# A thread that reads a pipe releases what the main thread waits for.
import os
import threading

reading, writing = os.pipe()
lock = threading.Lock()
lock.acquire()


def read():
    os.read(reading, 1)
    lock.release()


threading.Thread(target=read).start()
threading.Timer(0.02, os.write, (writing, b'x')).start()
lock.acquire()
print('done')
