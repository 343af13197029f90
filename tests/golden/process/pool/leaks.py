"""Pools leave no descriptors, processes, threads or shared memory behind."""
import gc
import os
import threading
from multiprocessing import Pool, active_children


def state():
    gc.collect()
    with open('/proc/self/maps') as maps:
        shared = sum('tick-channel' in line for line in maps)
    return len(os.listdir('/proc/self/fd')), shared, threading.active_count(), active_children()


def use(end):
    pool = Pool(2)
    pool.map(abs, range(10))
    list(pool.imap(abs, range(10)))
    getattr(pool, end)()
    pool.join()


use('close')
before = state()
for _ in range(5):
    use('close')
    use('terminate')
    with Pool(2) as pool:
        pool.apply(abs, (-1,))
    pool.join()
del pool
after = state()
print('nothing' if after == before else (before, after))
