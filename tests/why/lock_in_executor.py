# why: lock
from concurrent.futures import ThreadPoolExecutor
import threading
import time

lock = threading.Lock()


def save(number):
    with lock:
        time.sleep(0.02)


with ThreadPoolExecutor(8) as pool:
    list(pool.map(save, range(20)))
