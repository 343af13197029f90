# Deadlines of wait, run, call, check_output and communicate; nothing that was read is lost.
import os
import subprocess
import time

child = subprocess.Popen(['sleep', '100'])
for seconds in (0, 0.01, -1):
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        print(error, error.timeout, error.cmd)
start = time.monotonic()
try:
    child.wait(0.1)
except subprocess.TimeoutExpired:
    print(time.monotonic() - start >= 0.1, child.returncode)
child.kill()
print(child.wait(timeout=30))
for function in (subprocess.run, subprocess.call, subprocess.check_call, subprocess.check_output):
    try:
        function(['sleep', '100'], timeout=0.02)
    except subprocess.TimeoutExpired as error:
        print(function.__name__, error.cmd)
print(subprocess.run(['echo', 'in time'], timeout=30, capture_output=True, text=True))

child = subprocess.Popen('echo first; read line; echo "got $line"; echo error >&2; exec sleep 100', shell=True, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
data, output, errors = 'the line\n', None, None
while output is None or errors is None or b'got' not in output:
    try:
        child.communicate(data, timeout=0.02)
    except subprocess.TimeoutExpired as error:
        output, errors, data = error.output, error.stderr, None
print(output, errors)
try:
    child.communicate('more')
except ValueError as error:
    print(error)
child.kill()
print(child.communicate(), child.returncode, child.communicate())

child = subprocess.Popen('head -c 300000 /dev/zero; exec sleep 100', shell=True, stdout=subprocess.PIPE)
seen = 0
while seen < 300000:
    try:
        child.communicate(timeout=0.02)
    except subprocess.TimeoutExpired as error:
        seen = len(error.output or b'')
child.kill()
print(len(child.communicate()[0]), child.returncode)
# A grandchild keeps the pipe: the deadline counts for it, too.
output, timeout = None, 0.1
while not output:
    # Longer, if the shell has not even begun to speak.
    timeout *= 2
    try:
        subprocess.check_output('sleep 100 & echo $!', shell=True, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        output, told = error.output, str(error)
os.kill(int(output), 9)
print(told.partition(' after ')[0])
