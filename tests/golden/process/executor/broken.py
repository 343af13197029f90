"""A worker that ends breaks the executor: all futures fail, nothing is taken any more."""
import os
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def leave():
    os._exit(1)


def slow(x):
    time.sleep(x)
    return x


def fail():
    raise RuntimeError('no start')


print(issubclass(BrokenProcessPool, BrokenExecutor), issubclass(BrokenExecutor, RuntimeError))
with ProcessPoolExecutor(2) as executor:
    futures = [executor.submit(slow, 60), executor.submit(leave)] + [executor.submit(slow, 60) for _ in range(5)]
    for future in futures:
        print(type(future.exception()).__name__)
    print(futures[0].exception())
    for call in (lambda: executor.submit(slow, 1), lambda: executor.map(slow, [1])):
        try:
            call()
        except BrokenProcessPool as error:
            print(error)
with ProcessPoolExecutor(1, initializer=fail) as executor:
    print(type(executor.submit(slow, 0).exception()).__name__)
executor = ProcessPoolExecutor(2)
print(executor.submit(slow, 0).result())
for process in list(executor._processes.values()):
    process.kill()
    process.join()
# Whoever is killed while idle breaks it, too.
try:
    while True:
        executor.submit(slow, 0).exception()
except BrokenProcessPool as error:
    print(error)
executor.shutdown()
