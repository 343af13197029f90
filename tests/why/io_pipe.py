# why: io
import os
import threading
import time

reading, writing = os.pipe()


def write():
    for _ in range(8):
        time.sleep(0.05)
        os.write(writing, b'x')
    os.close(writing)


threading.Thread(target=write).start()
while os.read(reading, 1):
    pass
