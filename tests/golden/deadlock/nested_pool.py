# A task waits for another one that no worker is left for.
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix='pool')


def inner():
    return 1


def outer():
    return pool.submit(inner).result() + 1


print(pool.submit(outer).result())
