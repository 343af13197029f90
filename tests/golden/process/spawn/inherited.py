# What a new process inherits follows its parent: folder, environment, file mode mask, limits, ignored signals, process group.
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from multiprocessing import zygote


def show(queue):
    queue.send((os.getcwd(), os.environ.get('COLOUR'), os.umask(0o22), resource.getrlimit(resource.RLIMIT_NOFILE)[0],
                signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN, os.getpgrp() == os.getpgid(os.getppid()),
                sys.argv[1:], bytes(multiprocessing.current_process().authkey), os.getppid()))


def child():
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=show, args=(theirs,))
    process.start()
    answer = ours.recv()
    process.join()
    return answer


folder = os.path.realpath(tempfile.mkdtemp())
first = child()
print(first[1:3], first[4:7], first[7] == multiprocessing.current_process().authkey, first[8] == os.getpid())
before = zygote._running[1]
print(child() == first, zygote._running[1] == before)
os.chdir(folder)
os.environ['COLOUR'] = 'red'
os.umask(0o77)
resource.setrlimit(resource.RLIMIT_NOFILE, (200, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.setpgid(0, 0)
sys.argv.append('argument')
second = child()
print(second[0] == folder, second[1:7], zygote._running[1] == before)
os.chdir('/')
os.rmdir(folder)

# Waiting for all children does not wait for the zygote.
pid = os.fork()
if pid == 0:
    os._exit(3)
print(os.wait() == (pid, 3 << 8))
try:
    os.wait()
except ChildProcessError as error:
    print(error.strerror)
# A zygote that was killed is replaced.
child()
os.kill(zygote._running[1], signal.SIGKILL)
print(child()[1])
