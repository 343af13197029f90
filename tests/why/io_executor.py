# why: io
from concurrent.futures import ThreadPoolExecutor
import time


def fetch(number):
    time.sleep(0.05)
    return number


with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(fetch, range(24))))
