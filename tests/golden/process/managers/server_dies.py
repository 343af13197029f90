# The server is killed: whoever uses it learns so, and the program goes on and ends.
import multiprocessing
import os
import signal
import threading

if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        manager = multiprocessing.get_context(method).Manager()
        numbers, queue = manager.list([1]), manager.Queue()
        outcome = []

        def wait_for_ever():
            try:
                queue.get()
            except (EOFError, OSError):
                outcome.append('learnt it')

        thread = threading.Thread(target=wait_for_ever)
        thread.start()
        print(numbers)
        os.kill(manager._process.pid, signal.SIGKILL)
        thread.join()
        print(outcome)
        for _ in range(2):
            try:
                numbers.append(2)
            except (EOFError, OSError) as error:
                print('not there')
        try:
            manager.list()
        except (EOFError, OSError) as error:
            print('not there')
        print(str(numbers).endswith("; '__str__()' failed>"))
        process = manager._process
        manager.shutdown()
        print(process.exitcode)
        del numbers, queue
