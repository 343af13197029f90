# multiprocessing's pool of threads: a task waits for a task.
from multiprocessing.pool import ThreadPool

pool = ThreadPool(1)


def outer(number):
    return pool.apply(abs, (number,))


print(pool.apply(outer, (-1,)))
