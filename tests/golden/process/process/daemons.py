"""Daemon processes: they have no children and do not outlive their parent."""
import os
import time
from multiprocessing import Process, current_process


def ask():
    print(current_process().daemon, Process().daemon)
    try:
        Process(target=ask).start()
    except AssertionError as error:
        print(error)


def outer():
    inner = Process(target=time.sleep, args=(60,), daemon=True)
    inner.start()
    print(inner.pid, file=open(path, 'w'))


p = Process(target=ask, daemon=True)
print(p.daemon)
p.start()
p.join()
import tempfile
path = tempfile.mktemp()
p = Process(target=outer)
p.start()
p.join()
pid = int(open(path).read())
os.unlink(path)
try:
    os.kill(pid, 0)
    print('still there')
except ProcessLookupError:
    print('gone with its parent')
Process(target=time.sleep, args=(60,), daemon=True).start()
print('the end')
