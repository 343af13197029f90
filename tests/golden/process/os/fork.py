# Both sides of a fork: numbers, memory, exit codes.
import os
import sys

parent = os.getpid()
reading, writing = os.pipe()
shared = ['before']
pid = os.fork()
if pid == 0:
    shared.append('child')
    os.write(writing, repr((os.getppid() == parent, os.getpid() != parent, shared)).encode())
    os._exit(7)
shared.append('parent')
print(os.waitpid(pid, 0) == (pid, 7 << 8), os.read(reading, 100), shared)


def child(function):
    """The exit code of a child that runs `function` to the end of the program."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        function()
        sys.exit()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


print(child(lambda: None))
print(child(lambda: sys.exit(5)))
print(child(lambda: os.kill(os.getpid(), 9)))
print(child(lambda: print('from the child')))
print(child(lambda: (print('lost'), os._exit(3))))
print(child(lambda: sys.exit('message')))
print(child(lambda: 1 / 0))
# What is not flushed is there twice.
print('twice', end=' ')
pid = os.fork()
if pid:
    os.wait()
print('parent' if pid else 'child')
