"""A child of a parent that was killed ends, unless it asks to live on."""
import os
import signal
import sys
import time
from multiprocessing import Process, get_context

METHOD = 'fork'


def linger(writer, ignore):
    if ignore:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(writer, b'%d\n' % os.getpid())
    time.sleep(60)


def parent(writer, ready):
    context = get_context(METHOD)
    for ignore in (False, True, False):
        context.Process(target=linger, args=(writer, ignore)).start()
    ready.read(1)
    os.kill(os.getpid(), signal.SIGKILL)


def is_alive(pid):
    try:
        with open(f'/proc/{pid}/stat') as file:
            return file.read().rpartition(')')[2].split()[0] not in 'ZX'
    except FileNotFoundError:
        return False


reader, writer = os.pipe()
ready, tell = os.pipe()
pid = os.fork()
if pid == 0:
    parent(writer, open(ready, 'rb', buffering=0))
with open(reader) as lines:
    children = [int(lines.readline()) for _ in range(3)]
    os.write(tell, b'.')
    os.waitpid(pid, 0)
    deadline = time.monotonic() + 50
    while sum(map(is_alive, children)) > 1 and time.monotonic() < deadline:
        time.sleep(0.002)
    left = [child for child in children if is_alive(child)]
    print(len(left))
    for child in left:
        os.kill(child, signal.SIGKILL)
