"""Workers: how many, how they begin, when they are replaced."""
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process, get_context


def prepare(value):
    global prepared
    prepared = value


def get():
    return prepared


def process(_):
    time.sleep(0.005)
    return os.getpid()


def process_at_gate(path):
    while not os.path.exists(path):
        time.sleep(0.005)
    return os.getpid()


with ProcessPoolExecutor(2, initializer=prepare, initargs=(7,)) as executor:
    print([executor.submit(get).result() for _ in range(3)])
with ProcessPoolExecutor(3, mp_context=get_context('spawn')) as executor:
    executor.submit(process, 0).result()
    print(len(executor._processes))
    # Whoever is busy takes nothing more.
    futures = [executor.submit(process_at_gate, 'gate') for _ in range(12)]
    print(len(executor._processes))
    open('gate', 'w').close()
    print(len({future.result() for future in futures}) <= 3)
with ProcessPoolExecutor(1, max_tasks_per_child=2) as executor:
    print(len(set(executor.map(process, range(6)))))
with ProcessPoolExecutor(2, max_tasks_per_child=1) as executor:
    print(len(set(executor.map(process, range(6)))))
with ProcessPoolExecutor(2, mp_context=get_context('fork')) as executor:
    executor.submit(process, 0).result()
    print(len(executor._processes), executor.submit(lambda: 0).exception() is not None)
for options in ({'max_tasks_per_child': 0}, {'max_tasks_per_child': 'x'},
                {'max_tasks_per_child': 1, 'mp_context': get_context('fork')}):
    try:
        ProcessPoolExecutor(**options)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
