"""Starts the server, deals out tasks, prints the server's port, collects the worker's results, and ends when the worker says so."""
import multiprocessing
import sys
from shared import KEY, Manager, Point, use_key


def main():
    use_key()
    manager = Manager(('127.0.0.1', 0), KEY, ctx=multiprocessing.get_context('fork'))
    manager.start()
    tasks, results = manager.tasks(), manager.results()
    for n in range(10):
        tasks.put(Point(n, str(n)))
    tasks.put(None)
    print(manager.address[1], manager._process.pid, flush=True)
    answers = [results.get(timeout=300) for _ in range(10)]
    print(answers)
    # The worker goes on with other things, then says good-bye.
    print(results.get(timeout=300))
    manager.shutdown()
    print('master done')


if __name__ == '__main__':
    sys.exit(main())
