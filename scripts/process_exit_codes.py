"""Lesson: the exit code tells how a process ended: 0 well, 1 by an exception, its own code, or minus the signal that killed it."""
import sys
import time
from multiprocessing import Process


def well():
    pass


def by_an_exception():
    sys.stderr = None       # nobody needs to see the traceback here
    raise ValueError


def by_its_own_code():
    sys.exit(42)


def for_ever():
    time.sleep(60)


for target in well, by_an_exception, by_its_own_code:
    process = Process(target=target)
    process.start()
    process.join()
    print(target.__name__, process.exitcode)
for end in Process.terminate, Process.kill:
    process = Process(target=for_ever)
    process.start()
    process.join(0.05)
    print("still running:", process.is_alive(), process.exitcode)
    end(process)
    process.join()
    print(end.__name__, process.exitcode)
