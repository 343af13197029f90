# Forking beside threads: a warning in the parent; the child has one thread and may start others.
import os
import sys
import threading
import warnings

stop = threading.Event()
threads = [threading.Thread(target=stop.wait) for _ in range(3)]
for thread in threads:
    thread.start()
lock = threading.Lock()


def fork_and_work(name):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            results = []
            with lock:
                worker = threading.Thread(target=lambda: results.append(sum(range(1000))))
                worker.start()
                worker.join()
            print(name, threading.active_count(), threading.current_thread() is threading.main_thread(), results, len(caught))
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(pid, 0)
    for warning in caught:
        text = str(warning.message).replace(str(os.getpid()), 'PID')
        print(warning.category.__name__, text)


fork_and_work('from the main thread')
thread = threading.Thread(target=fork_and_work, args=('from another thread',))
thread.start()
thread.join()
stop.set()
for thread in threads:
    thread.join()
fork_and_work('alone')
