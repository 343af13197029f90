"""What a program leaves behind: counted by the programs of this folder. Enters: nothing. Leaves: open descriptors and child processes
of this program."""
import gc
import multiprocessing
import os
import sys


def children():
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat') as file:
                    fields = file.read().rpartition(')')[2].split()
            except OSError:
                continue
            if int(fields[1]) == os.getpid():
                found.append((int(name), fields[0]))
    return found


def count():
    """The number of open descriptors, of children (zombies too), without the helpers of the library."""
    gc.collect()
    multiprocessing.active_children()
    for name in ('multiprocessing.zygote',):
        if name in sys.modules:
            sys.modules[name].stop()
    return len(os.listdir('/proc/self/fd')), len(children())
