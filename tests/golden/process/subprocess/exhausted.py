# No descriptors left: an exception, and nothing is lost or left behind.
import os
import resource
import subprocess

subprocess.run(['true'], capture_output=True, input=b'')
before = len(os.listdir('/proc/self/fd'))
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
for room in range(6):
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    taken = []
    try:
        while True:
            taken.append(os.dup(0))
    except OSError as error:
        pass
    for _ in range(room):
        os.close(taken.pop())
    try:
        child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        print(room, 'started')
        child.kill()
        child.communicate()
    except OSError as error:
        print(room, type(error).__name__, error.errno == 24, error.strerror)
    for fd in taken:
        os.close(fd)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(len(os.listdir('/proc/self/fd')) == before)
print(subprocess.run(['cat'], input=b'fine', capture_output=True))
