# why: lock
"""Work that needs no interpreter's lock, behind a lock of the program."""
import hashlib
import threading
import time

lock = threading.Lock()
data = b'x' * 1_000_000


def digest():
    for _ in range(4):
        with lock:
            hashlib.sha256(data).digest()
            time.sleep(0.02)


threads = [threading.Thread(target=digest) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
