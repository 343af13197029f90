"""multiprocessing.util: finalizers, after-fork calls, small tools."""
import gc
import os
from multiprocessing import util


class Thing:
    pass


def say(*words, **more):
    print(*words, more)
    return 'said'


thing = Thing()
f = util.Finalize(thing, say, args=(1,), kwargs={'a': 2})
print(f.still_active(), f)
print(f(), f(), f.still_active(), f)
g = util.Finalize(thing, say, args=('gone',), exitpriority=3)
print(g)
del thing
gc.collect()
print(g.still_active())
h = util.Finalize(None, say, args=('cancelled',), exitpriority=1)
h.cancel()
for priority in ('high', None):
    try:
        util.Finalize(None, say, exitpriority=priority)
    except (TypeError, ValueError) as error:
        print(error)
for number, priority in enumerate((0, 10, -1, 5, 5)):
    util.Finalize(None, say, args=(number, priority), exitpriority=priority)
util._run_finalizers(5)
print('--')
folder = util.get_temp_dir()
print(os.path.isdir(folder), util.get_temp_dir() == folder, os.path.basename(folder).startswith('pymp-'))
kept = Thing()
util.register_after_fork(kept, lambda obj: print('after the fork', type(obj).__name__))
from multiprocessing import get_context
p = get_context('fork').Process(target=int)
p.start()
p.join()
lock = util.ForkAwareThreadLock()
with lock:
    print(lock.acquire(False))
print(util.is_exiting())
