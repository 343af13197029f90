# The with statement closes and waits; a forgotten child is warned of, and asked for later.
import gc
import os
import subprocess
import warnings

with subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
    child.stdin.write(b'lost')
print(child.returncode, child.stdin.closed, child.stdout.closed)
try:
    with subprocess.Popen(['cat'], stdin=subprocess.PIPE) as child:
        raise ValueError('inside')
except ValueError as error:
    print(error, child.returncode)

child = subprocess.Popen(['cat'], stdin=subprocess.PIPE)
pid, stdin = child.pid, child.stdin
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    del child
    gc.collect()
for warning in caught:
    print(warning.category.__name__, str(warning.message) == f'subprocess {pid} is still running')
print(len(subprocess._active))
stdin.close()
# It has ended when it can be waited for; the next Popen does.
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
subprocess.run(['true'])
print(len(subprocess._active))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    child = subprocess.Popen(['true'])
    child.wait()
    del child
    try:
        subprocess.Popen(['/nonexistent'])
    except OSError:
        pass
    gc.collect()
print(caught)
