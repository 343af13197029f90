"""The worker of `distributed_work.py`: takes tasks from a master and sends the results back.

The master's queues are registered by name alone: here nobody makes any.
"""
import sys
from multiprocessing import AuthenticationError
from multiprocessing.managers import BaseManager


class QueueManager(BaseManager):
    """Knows where the queues are and with which key one gets at them."""


QueueManager.register('get_tasks')
QueueManager.register('get_results')


def main(port, key):
    manager = QueueManager(address=('127.0.0.1', port), authkey=key)
    try:
        manager.connect()
    except AuthenticationError as error:
        print(f'worker: not let in: {error}')
        return
    tasks, results = manager.get_tasks(), manager.get_results()
    count = 0
    while (n := tasks.get(timeout=30)) is not None:
        results.put((n, n * 2))
        count += 1
    print(f'worker: {count} tasks done', flush=True)
    results.put('the worker has gone home')


if __name__ == '__main__':
    main(int(sys.argv[1]), sys.argv[2].encode())
