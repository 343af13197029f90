# A program of its own gets the locks by their coordinates, and passes them on to a third.
import multiprocessing as mp
import os
import subprocess
import sys
from multiprocessing import context
from multiprocessing.reduction import ForkingPickler

CHILD = '''
import pickle, sys, os
depth = int(sys.argv[1])
things = pickle.load(sys.stdin.buffer)
lock, rlock, semaphore, bounded, condition, event, barrier, value, array, own = things
descriptors = set(os.listdir('/proc/self/fd'))
print(type(lock).__name__, type(event).__name__, depth, flush=True)
print(lock.acquire(block=False), lock, flush=True)
with rlock, rlock:
    print(rlock)
semaphore.release()
print(semaphore, bounded, own, flush=True)
with value:
    value.value += 1
array[depth] = depth + 0.5
if depth < 2:
    import spawned_helper
    print(spawned_helper.run(depth + 1, things), flush=True)
event.set()
with condition:
    condition.notify_all()
if depth == 2:
    barrier.wait()
'''


class Popen:
    """As much of a process being spawned as objects need."""

    def __init__(self):
        self.fds = set()

    def duplicate_for_child(self, fd):
        self.fds.add(fd)
        return fd


def run(depth, things):
    popen = Popen()
    context.set_spawning_popen(popen)
    try:
        data = bytes(ForkingPickler.dumps(things))
    finally:
        context.set_spawning_popen(None)
    folder = os.path.dirname(os.path.abspath(__file__))
    code = f'import sys; sys.path.insert(0, {folder!r})\n' + CHILD.replace('spawned_helper', 'spawned')
    process = subprocess.Popen([sys.executable, '-c', code, str(depth)], stdin=subprocess.PIPE, pass_fds=popen.fds)
    process.stdin.write(data)
    process.stdin.close()
    if depth == 2:
        # The innermost two meet at the barrier.
        things[6].wait()
        return process.wait(), len(popen.fds)
    with things[4]:
        things[4].wait_for(things[5].is_set)
    return process.wait(), len(popen.fds)


def main():
    ctx = mp.get_context('fork')
    lock = ctx.Lock()
    things = (lock, ctx.RLock(), ctx.Semaphore(3), ctx.BoundedSemaphore(4), ctx.Condition(), ctx.Event(), ctx.Barrier(2),
              ctx.Value('i', 10), ctx.Array('d', 3), ctx.Semaphore(7))
    lock.acquire()
    print(run(1, things), flush=True)
    print(things[7].value, things[8][:], things[2], things[5].is_set())


if __name__ == '__main__':
    main()
