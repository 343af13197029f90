"""A worker that ends in the middle of a task fails that task and no other; another worker takes its place."""
import os
import signal
import sys
import time
from multiprocessing import Pool
from multiprocessing.pool import WorkerLostError


def leave(how):
    if how == 'exit':
        os._exit(3)
    if how == 'system exit':
        sys.exit(4)
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def double(x):
    return 2 * x


class Poison:
    def __reduce__(self):
        return int, ('no number',)


def poison():
    return Poison()


def take(x):
    return x


with Pool(2) as pool:
    for how in 'exit', 'system exit', 'kill':
        try:
            pool.apply(leave, (how,))
        except WorkerLostError as error:
            print(str(error).partition('ended')[2])
    calls = [pool.apply_async(leave, ('kill',)) if number % 5 == 0 else pool.apply_async(double, (number,))
             for number in range(20)]
    print([call.get() if number % 5 else type(call._value).__name__ if call.wait() is None else None
           for number, call in enumerate(calls)])
    try:
        pool.map(leave, ['kill'] * 3, chunksize=1)
    except WorkerLostError:
        print('lost')
    try:
        for result in pool.imap(leave, ['exit']):
            print(result)
    except WorkerLostError:
        print('lost')
    # What only one side can read fails, too.
    for call in (lambda: pool.apply(poison), lambda: pool.apply(take, (Poison(),))):
        try:
            call()
        except ValueError as error:
            print(error)
    for process in list(pool._pool):
        process.kill()
    print(pool.map(double, range(5), chunksize=1) if False else sorted(pool.imap_unordered(double, range(5))))
    # Others take their places, some time after that.
    while len(pool._pool) != 2:
        time.sleep(0.01)
    print(pool.map(double, range(3)))
