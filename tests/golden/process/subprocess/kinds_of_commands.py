# Words, strings, bytes, paths; with and without the shell; another executable.
import os
import pathlib
import subprocess

show = dict(stdout=subprocess.PIPE, text=True)
print(subprocess.run(['echo', 'a b', "c'd"], **show).stdout)
print(subprocess.run(('echo', 'tuple'), **show).stdout)
print(subprocess.run((word for word in ['echo', 'generator']), **show).stdout)
print(subprocess.run([b'echo', b'bytes', 'mixed'], **show).stdout)
print(subprocess.run([pathlib.Path('/bin/echo'), pathlib.Path('a/path')], **show).stdout)
print(subprocess.run(pathlib.Path('/bin/pwd'), cwd=pathlib.Path('/'), **show).stdout)
print(subprocess.run(b'/bin/true'), subprocess.run('true').returncode)
print(subprocess.run('echo $0 $1; echo "$HOME" | wc -l', shell=True, **show).stdout)
print(subprocess.run(['echo $0 $1', 'zero', 'one'], shell=True, **show).stdout)
print(subprocess.run(['name', '-c', 'echo $0'], executable='/bin/sh', **show).stdout)
print(subprocess.run('echo $0', shell=True, executable='/bin/sh', **show).stdout)
print(subprocess.run(['cat', '/proc/self/cmdline'], executable='cat', **show).stdout.split('\0'))
os.chdir('/bin')
print(subprocess.run(['./echo', 'relative'], **show).stdout)
print(subprocess.run(['/proc/self/cwd/echo', 'relative'], cwd='/bin', **show).stdout)
