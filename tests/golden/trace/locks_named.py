"""Locks are called what the program calls them, else by where they were made; each is told apart from the next."""
import threading
import tick

first = threading.Lock()


class Account:
    def __init__(self):
        self.lock = threading.RLock()


account = Account()
forks = [threading.Lock() for _ in range(2)]

with tick.trace() as run:
    with first:
        with account.lock:
            with account.lock:
                pass
    for number in range(2):
        with forks[number]:
            pass
    # One after the other at the same address, perhaps: made at the same place they are one in the table.
    for _ in range(3):
        threading.Lock().acquire()
    # A lock that one thread takes and another gives back.
    first.acquire()
    thread = threading.Thread(target=first.release)
    thread.start()
    thread.join()
    # One that is wanted in vain.
    first.acquire()
    print(first.acquire(timeout=0.001), first.acquire(blocking=False))
    first.release()

locks = {lock['name']: lock for lock in run.totals['processes'][0]['locks']}
for name in 'first', 'account.lock', 'forks[0]', 'forks[1]':
    print(name, locks[name]['kind'], locks[name]['taken'], locks[name]['contended'])
