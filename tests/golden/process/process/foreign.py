"""What only the parent may do with a process object."""
import os
from multiprocessing import Process


def meddle():
    for use in (sibling.join, sibling.is_alive, sibling.start):
        try:
            use()
        except AssertionError as error:
            print(error)
    print('unknown' in repr(sibling))


sibling = Process(target=int)
try:
    sibling.join()
except AssertionError as error:
    print(error)
os.sys.stdout.flush()
pid = os.fork()
if pid == 0:
    meddle()
    os.sys.stdout.flush()
    os._exit(0)
os.waitpid(pid, 0)
