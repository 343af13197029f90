# why: cpu
"""Computing that needs no lock: digests of large texts."""
import hashlib
import threading

data = b'x' * 20_000_000


def digest():
    for _ in range(3):
        hashlib.sha256(data).digest()


threads = [threading.Thread(target=digest) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
