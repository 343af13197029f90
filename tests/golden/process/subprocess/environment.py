# env, PATH, cwd, umask.
import os
import subprocess

show = dict(stdout=subprocess.PIPE, text=True)
os.environ['TICK_TEST'] = 'from parent'
print(subprocess.run(['printenv', 'TICK_TEST'], **show).stdout)
print(subprocess.run(['/usr/bin/env'], env={'A': 'b', 'EMPTY': '', b'BYTES': b'x'}, **show).stdout)
print(repr(subprocess.run(['/usr/bin/env'], env={}, **show).stdout))
print(subprocess.run(['printenv', 'TICK_TEST'], env=dict(os.environ, TICK_TEST='other'), **show).stdout)
del os.environ['TICK_TEST']
print(subprocess.run(['printenv', 'TICK_TEST'], **show))
try:
    subprocess.run(['echo'], env={'PATH': '/nonexistent:/dev/null'})
except OSError as error:
    print(error)
print(subprocess.run(['echo', 'found'], env={'PATH': '/nonexistent:/bin'}, **show).stdout)
print(subprocess.run(['echo', 'default path'], env={}, **show).stdout)
print(subprocess.run(['echo', 'here'], env={'PATH': ''}, cwd='/bin', **show).stdout)
print(subprocess.run(['pwd'], cwd='/', **show).stdout, subprocess.run(['pwd'], cwd=b'/usr', **show).stdout)
print(subprocess.run('umask', shell=True, umask=0o027, **show).stdout)
print(os.getcwd() != '/', os.environ.get('TICK_TEST'))
