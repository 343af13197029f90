# Which descriptors a child has.
import os
import subprocess
import sys

probe = [sys.executable, '-c', '''
import os
def is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
print([fd for fd in map(int, os.environ["ASKED"].split()) if is_open(fd)])
''']


def ask(fds, **kwargs):
    env = dict(os.environ, ASKED=' '.join(map(str, fds)))
    text = subprocess.run(probe, env=env, stdout=subprocess.PIPE, text=True, **kwargs).stdout
    names = dict(zip(map(str, fds), 'abcdef'))
    return [names[fd] for fd in text.strip('[]\n').split(', ') if fd]


plain = os.open(os.devnull, os.O_RDONLY)
high = os.dup2(plain, 200)
inheritable = os.dup(plain)
os.set_inheritable(inheritable, True)
other = os.dup(plain)
fds = [plain, inheritable, other, high]
print('default', ask(fds))
print('close_fds=False', ask(fds, close_fds=False))
print('pass one', ask(fds, pass_fds=[plain]))
print('pass all', ask(fds, pass_fds=fds))
print('pass twice', ask(fds, pass_fds=(high, high, other)))
print(os.get_inheritable(plain), os.get_inheritable(inheritable), os.get_inheritable(high))
# The same descriptor for several streams, and streams that change places.
reading, writing = os.pipe()
subprocess.run('echo out; echo err >&2', shell=True, stdout=writing, stderr=writing)
os.close(writing)
print(os.read(reading, 100))
os.close(reading)
reading, writing = os.pipe()
sys.stdout.flush()
subprocess.run('echo to the error stream; echo to the pipe >&2', shell=True, stdout=2, stderr=writing)
os.close(writing)
print(os.read(reading, 100))
