# Tasks that wait for tasks, with workers enough.
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(4)


def outer(number):
    return pool.submit(abs, -number).result()


print([pool.submit(outer, number).result() for number in range(20)])
