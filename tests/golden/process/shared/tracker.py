# A segment that is left behind goes when the last process of the program ends, even if all are killed.
import os
import signal
import subprocess
import sys

LEAVES = '''
import os, signal, sys
from multiprocessing import shared_memory
segment = shared_memory.SharedMemory(create=True, size=100)
print(segment.name, flush=True)
child = os.fork()
if child == 0:
    sys.stdin.read(1)
    # The segment is there as long as this process is.
    print(os.path.exists('/dev/shm/' + segment.name), flush=True)
    other = shared_memory.SharedMemory(create=True, size=100)
    print(other.name, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), int(sys.argv[1]))
'''
CLEANS = '''
from multiprocessing import shared_memory
segment = shared_memory.SharedMemory(create=True, size=100)
same = shared_memory.SharedMemory(segment.name)
same.unlink()
'''
for number in signal.SIGKILL, signal.SIGTERM:
    process = subprocess.Popen([sys.executable, '-c', LEAVES, str(int(number))], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.wait()
    out, errors = process.communicate('x')
    # The tracker holds the error stream: communicate has waited for its end.
    first, there, second = out.split()
    print(process.returncode, there, os.path.exists('/dev/shm/' + first), os.path.exists('/dev/shm/' + second))
    print(errors, end='')
done = subprocess.run([sys.executable, '-c', CLEANS], capture_output=True, text=True)
print(done.returncode, repr(done.stdout), repr(done.stderr))
