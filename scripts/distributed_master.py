"""The master of `distributed_work.py`: serves two queues, deals out tasks, and collects the results.

Run it with a port and a key, and `distributed_worker.py` with the same ones.
"""
import queue
import sys
from multiprocessing.managers import BaseManager


class QueueManager(BaseManager):
    """Whoever knows the address and the key gets the queues."""


tasks = queue.Queue()
results = queue.Queue()
QueueManager.register('get_tasks', callable=lambda: tasks)
QueueManager.register('get_results', callable=lambda: results)


def main(port, key):
    manager = QueueManager(address=('127.0.0.1', port), authkey=key)
    # The queues live in a process of the manager's. Here, too, they are used by proxies.
    manager.start()
    print(manager.address[1], flush=True)
    todo, done = manager.get_tasks(), manager.get_results()
    for n in range(1, 11):
        todo.put(n * n)
    total = sum(done.get(timeout=30)[1] for _ in range(10))
    print(f'master: ten results, together {total}')
    todo.put(None)
    # The worker says that it has understood, before the server goes.
    print(f'master: {done.get(timeout=30)}')
    manager.shutdown()


if __name__ == '__main__':
    main(int(sys.argv[1]), sys.argv[2].encode())
