# A lock without a name is known by the line it was made in.
import threading


def make():
    return [[[[threading.Lock()]]]]


def lock_of(nest):
    return nest[0][0][0][0]


nest = make()
with lock_of(nest):
    with lock_of(nest):
        print('never')
