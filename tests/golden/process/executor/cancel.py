"""Futures that were not sent to a worker can be cancelled, one by one or all at the shutdown."""
import os
import threading
import time
from concurrent.futures import CancelledError, ProcessPoolExecutor


def wait_for(path):
    while not os.path.exists(path):
        time.sleep(0.002)


def make(path):
    open(path, 'w').close()


def work(x, name):
    """Say that it has begun, and go on when the gate is open."""
    make(name + ' has begun')
    wait_for(name + ' gate')
    return x


with ProcessPoolExecutor(1) as executor:
    futures = [executor.submit(work, number, 'first') for number in range(8)]
    wait_for('first has begun')
    print(futures[-1].cancel(), futures[-1].cancelled(), futures[0].cancel())
    make('first gate')
    try:
        futures[-1].result()
    except CancelledError as error:
        print(repr(error))
    print([future.result() for future in futures[:-1]])
executor = ProcessPoolExecutor(1)
futures = [executor.submit(work, number, 'second') for number in range(10)]
wait_for('second has begun')


def open_gate():
    while not futures[-1].cancelled():
        time.sleep(0.002)
    make('second gate')


thread = threading.Thread(target=open_gate)
thread.start()
executor.shutdown(wait=True, cancel_futures=True)
thread.join()
states = [future.cancelled() for future in futures]
print(states[0], states[-1], states == sorted(states), all(future.done() for future in futures))
executor = ProcessPoolExecutor(1)
future = executor.submit(work, 'late', 'second')
executor.shutdown(wait=False)
print(future.result())
