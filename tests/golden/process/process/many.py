"""Many children one after the other leave nothing behind."""
import os
from multiprocessing import Process, active_children


def descriptors():
    return len(os.listdir('/proc/self/fd'))


def once(code):
    process = Process(target=os._exit, args=(code,))
    process.start()
    process.join()
    code, pid = process.exitcode, process.pid
    process.close()
    return code, os.path.exists(f'/proc/{pid}')


once(0)
before = descriptors()
print(all(once(number % 100) == (number % 100, False) for number in range(200)))
print(descriptors() - before, active_children())
crowd = [Process(target=int) for _ in range(30)]
for process in crowd:
    process.start()
for process in crowd:
    process.join()
print({process.exitcode for process in crowd})
for process in crowd:
    process.close()
print(descriptors() - before)
try:
    os.waitpid(-1, os.WNOHANG)
    print('there are children')
except ChildProcessError:
    print('no children')
