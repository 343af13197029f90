"""Initializers, and workers that are replaced after some tasks."""
import os
from multiprocessing import Pool, current_process


def prepare(value):
    global prepared
    prepared = value


def value_and_worker(x):
    return prepared + x, os.getpid()


def daemon_and_name():
    return current_process().daemon, current_process().name.rstrip('0123456789-').endswith('PoolWorker')


with Pool(2, prepare, (100,)) as pool:
    results = pool.map(value_and_worker, range(6), chunksize=1)
    print([value for value, _ in results], len({worker for _, worker in results}) <= 2)
    print(pool.apply(daemon_and_name))
pool = Pool(1, initializer=prepare, initargs=(0,), maxtasksperchild=2)
results = pool.map(value_and_worker, range(6), chunksize=1)
print([value for value, _ in results], len({worker for _, worker in results}))
pool.close()
pool.join()
print(pool)


def fail():
    raise SystemExit(9)


import multiprocessing.pool
if hasattr(multiprocessing.pool, 'WorkerLostError'):
    # Workers that never become ready are not started for ever.
    with Pool(2, fail) as pool:
        try:
            pool.map(value_and_worker, range(3))
        except multiprocessing.pool.WorkerLostError as error:
            print(str(error).partition('with')[2])
