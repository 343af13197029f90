"""The end of a child: its threads are waited for, its output is flushed, its finalizers run."""
import sys
import threading
import time
from multiprocessing import Process, util


def work():
    def later():
        time.sleep(0.05)
        print('thread of', name)
    name = 'the child'
    threading.Thread(target=later).start()
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    util.Finalize(None, print, args=('low',), exitpriority=1)
    util.Finalize(None, print, args=('high',), exitpriority=5)
    print('unflushed', end='; ')


print('in the parent', end='; ')
p = Process(target=work)
p.start()
p.join()
print(p.exitcode)
