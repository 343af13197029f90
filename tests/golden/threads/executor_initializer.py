from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool
import threading, logging
local = threading.local()
def init(value):
    local.value = value
with ThreadPoolExecutor(2, initializer=init, initargs=('set',)) as pool:
    print(set(pool.map(lambda _: local.value, range(10))))
logging.getLogger('concurrent.futures').addHandler(logging.NullHandler())
logging.getLogger('concurrent.futures').propagate = False
def bad():
    raise ValueError
pool = ThreadPoolExecutor(1, initializer=bad)
try:
    pool.submit(int).result()
except BrokenThreadPool as e:
    print(e)
try:
    pool.submit(int)
except BrokenThreadPool as e:
    print(e)
pool.shutdown()
for args in ({'max_workers': 0}, {'initializer': 5}):
    try:
        ThreadPoolExecutor(**args)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
