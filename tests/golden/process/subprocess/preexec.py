# A function that runs in the child before the program begins.
import os
import subprocess
import sys

print(subprocess.run(['pwd'], preexec_fn=lambda: os.chdir('/'), stdout=subprocess.PIPE).stdout)
print(subprocess.run(['printenv', 'A'], preexec_fn=lambda: os.putenv('A', 'late'), stdout=subprocess.PIPE))
for function in (lambda: 1 / 0, lambda: sys.exit(3)):
    try:
        subprocess.Popen(['true'], preexec_fn=function)
    except subprocess.SubprocessError as error:
        print(type(error).__name__, error)
try:
    subprocess.Popen(['/nonexistent'], preexec_fn=lambda: None)
except FileNotFoundError as error:
    print(error)
print(subprocess.call(['true'], preexec_fn=lambda: os._exit(5)))
parent = os.getpid()
hooks = []
os.register_at_fork(before=lambda: hooks.append('before'), after_in_parent=lambda: hooks.append('parent'),
                    after_in_child=lambda: hooks.append('child'))
subprocess.run(['true'])
print(hooks)
reading, writing = os.pipe()
subprocess.run(['true'], preexec_fn=lambda: os.write(writing, repr((hooks, os.getppid() == parent)).encode()))
print(hooks, os.read(reading, 100))
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print('no child left')
