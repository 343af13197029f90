"""ProcessPoolExecutor: submit, map, exceptions, callbacks, shutdown."""
import os
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, as_completed, wait


def square(x):
    return x * x


def fail(x):
    raise ValueError(f'not {x}')


def leave():
    sys.exit(4)


def make_lambda():
    return lambda: 0


def wait_for_file(path):
    while not os.path.exists(path):
        time.sleep(0.01)


def name_of_process():
    from multiprocessing import current_process
    return current_process().name


with ProcessPoolExecutor(2) as executor:
    future = executor.submit(square, 4)
    print(future.result(), future.done(), future.running(), future.exception(), future.cancel())
    print(executor.submit(pow, 2, exp=5).result())
    print(list(executor.map(square, range(8))), list(executor.map(pow, [2, 3], [3, 2])),
          list(executor.map(square, range(10), chunksize=3)), list(executor.map(square, [])))
    print(sorted(future.result() for future in as_completed([executor.submit(square, x) for x in range(12)])))
    done, rest = wait([executor.submit(square, x) for x in range(4)])
    print(len(done), rest)
    future = executor.submit(fail, 1)
    try:
        future.result()
    except ValueError as error:
        lines = str(error.__cause__).splitlines()
        print(repr(error), type(error.__cause__).__name__, lines[:3], lines[-2:])
    print(repr(executor.submit(leave).exception()))
    for future in executor.submit(make_lambda), executor.submit(lambda: 0), executor.submit(square, lambda: 0):
        error = future.exception()
        print(type(error).__name__ in ('PicklingError', 'AttributeError'), type(error.__cause__).__name__)
    told = threading.Event()
    executor.submit(square, 3).add_done_callback(lambda future: (print('callback', future.result()), told.set()))
    told.wait()
    results = executor.map(fail, [1, 2])
    try:
        next(results)
    except ValueError as error:
        print(error)
    try:
        list(executor.map(wait_for_file, ['gate'], timeout=0.01))
    except TimeoutError as error:
        print(repr(error))
    open('gate', 'w').close()
    try:
        executor.map(square, [1], chunksize=0)
    except ValueError as error:
        print(error)
for call in (lambda: executor.submit(square, 1), lambda: executor.map(square, [1])):
    try:
        call()
    except RuntimeError as error:
        print(error)
executor.shutdown()
for options in ({'max_workers': 0}, {'max_workers': -1}, {'initializer': 5}):
    try:
        ProcessPoolExecutor(**options)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
with ProcessPoolExecutor() as executor:
    print(executor._max_workers == os.cpu_count())
