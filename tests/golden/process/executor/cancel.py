"""Futures that were not sent to a worker can be cancelled, one by one or all at the shutdown."""
import time
from concurrent.futures import CancelledError, ProcessPoolExecutor


def slow(x):
    time.sleep(0.05)
    return x


with ProcessPoolExecutor(1) as executor:
    futures = [executor.submit(slow, number) for number in range(8)]
    print(futures[-1].cancel(), futures[-1].cancelled(), futures[0].cancel())
    try:
        futures[-1].result()
    except CancelledError as error:
        print(repr(error))
    print([future.result() for future in futures[:-1]])
executor = ProcessPoolExecutor(1)
futures = [executor.submit(slow, number) for number in range(10)]
executor.shutdown(wait=True, cancel_futures=True)
states = [future.cancelled() for future in futures]
print(states[0], states[-1], states == sorted(states), all(future.done() for future in futures))
executor = ProcessPoolExecutor(1)
future = executor.submit(slow, 'late')
executor.shutdown(wait=False)
print(future.result())
