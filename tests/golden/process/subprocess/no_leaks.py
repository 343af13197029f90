# After many children, good and bad ones: as many descriptors as before, and no zombie.
import os
import subprocess


def count():
    return len(os.listdir('/proc/self/fd'))


subprocess.run(['true'], capture_output=True, input=b'')
before = count()
for number in range(40):
    subprocess.run(['true'], input=b'x', capture_output=True)
    subprocess.run(['true'], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    for bad in (dict(cwd='/nonexistent'), dict(preexec_fn=lambda: 1 / 0), dict(encoding='nonexistent'), dict(env={'a=': ''})):
        try:
            subprocess.Popen(['true'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **bad)
        except (OSError, subprocess.SubprocessError, LookupError, ValueError) as error:
            if number == 0:
                print(type(error).__name__)
    try:
        subprocess.Popen(['/nonexistent'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        pass
print(count() == before)
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print('no child left')
