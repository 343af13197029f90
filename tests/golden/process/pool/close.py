"""close() lets everything be done, terminate() nothing; timeouts."""
import time
from multiprocessing import Pool, TimeoutError, active_children


def slow(x):
    time.sleep(0.02)
    return x


pool = Pool(3)
calls = [pool.apply_async(slow, (number,)) for number in range(6)]
lazy = pool.imap(slow, iter(range(6)))
pool.close()
pool.join()
print([call.get() for call in calls], list(lazy), active_children())
try:
    pool.apply_async(slow, (1,))
except ValueError as error:
    print(error)
pool = Pool(2)
call = pool.apply_async(time.sleep, (60,))
for get in (lambda: call.get(0.01), lambda: pool.imap(time.sleep, [60]).next(timeout=0.01)):
    try:
        get()
    except TimeoutError as error:
        print(repr(error))
try:
    call.successful()
except ValueError as error:
    print(str(error).endswith('not ready'))
start = time.monotonic()
pool.terminate()
pool.join()
pool.terminate()
print(time.monotonic() - start < 50, active_children(), pool)
