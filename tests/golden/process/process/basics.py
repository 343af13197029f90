"""The life of a process object, from outside."""
from multiprocessing import Process, active_children, current_process, parent_process
import os


def child(*args, **kwargs):
    me = current_process()
    print('in the child:', args, kwargs, me.name, me.is_alive(), me.pid == os.getpid(), parent_process().name)


p = Process(target=child, args=(1, 'two'), kwargs={'three': 3})
print(p.name, p.daemon, p.exitcode, p.pid, p.ident, p.is_alive())
try:
    p.sentinel
except ValueError as error:
    print(error)
print(p.start(), p.pid > 0, p.ident == p.pid, p.exitcode in (None, 0))
print(p.join(), p.exitcode, p.is_alive(), p in active_children())
p.join()
try:
    p.start()
except AssertionError as error:
    print(error)
p.name = 'renamed'
print(p.name)
try:
    p.daemon = True
except AssertionError as error:
    print(error)
try:
    p.name = 5
except AssertionError as error:
    print(error)
p.close()
for use in (lambda: p.exitcode, lambda: p.pid, p.is_alive, p.join, p.start, p.terminate, lambda: p.sentinel):
    try:
        print(use())
    except ValueError as error:
        print(error)
print(parent_process(), current_process().name, current_process().exitcode, type(current_process()).__name__)
