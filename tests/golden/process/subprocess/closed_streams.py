# A parent whose standard streams are closed: new pipes get their numbers, and yet all goes to its place.
import os
import subprocess
import sys

program = '''
import os, subprocess, sys
keep = os.dup(2)
for fd in %r:
    os.close(fd)
done = subprocess.run(['cat'], input=b'through', stdout=subprocess.PIPE, stderr=subprocess.PIPE)
merged = subprocess.run('echo out; echo err >&2', shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
os.write(keep, repr((done.stdout, done.stderr, done.returncode, merged.stdout)).encode() + b'\\n')
os._exit(0)
'''
for fds in ([0], [0, 1], [1], [1, 2], [0, 1, 2], [2], [0, 2]):
    child = subprocess.run([sys.executable, '-c', program % fds], stderr=subprocess.PIPE)
    print(fds, child.returncode, child.stderr.decode())
