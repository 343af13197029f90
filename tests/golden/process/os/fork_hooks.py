# The order of functions around a fork, and what happens if one fails.
import os

told = []
for number in (1, 2):
    os.register_at_fork(before=lambda number=number: told.append(f'before {number}'),
                        after_in_parent=lambda number=number: told.append(f'parent {number}'),
                        after_in_child=lambda number=number: told.append(f'child {number}'))
reading, writing = os.pipe()
if os.fork() == 0:
    os.write(writing, repr(told).encode())
    os._exit(0)
os.wait()
print(told)
print(os.read(reading, 1000).decode())
for bad in ({}, dict(before=5), dict(after_in_child='x'), dict(after_in_parent=[]), dict(other=print)):
    try:
        os.register_at_fork(**bad)
    except TypeError as error:
        print(error)


def fail():
    raise ValueError('in a hook')


os.register_at_fork(before=fail)
import sys
sys.unraisablehook = lambda unraisable: print('ignored:', unraisable.exc_value)
sys.stdout.flush()
if os.fork() == 0:
    os._exit(0)
print(os.waitstatus_to_exitcode(os.wait()[1]))
