# -X deadlock=report: told, and the program waits on until somebody ends it.
import subprocess
import sys

PROGRAM = '''\
import threading

never = threading.Event()
never.wait()
'''
child = subprocess.Popen([sys.executable, '-X', 'deadlock=report', '-c', PROGRAM], stderr=subprocess.PIPE, text=True)
for line in child.stderr:
    print(line, end='')
    if 'never.wait()' in line:
        break
try:
    child.wait(0.05)
except subprocess.TimeoutExpired:
    print('it goes on')
child.kill()
print(child.stderr.read(), child.wait())
