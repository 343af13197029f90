# Input of all kinds and sizes goes through a child and comes back whole.
import subprocess

for data in (b'', b'x', b'x' * 4096, b'x' * 70000, bytes(range(256)) * 8192):
    done = subprocess.run(['cat'], input=data, capture_output=True)
    print(len(data), done.stdout == data, done.stderr, done.returncode)
    print(subprocess.check_output(['cat'], input=data) == data)
both = subprocess.run(['sh', '-c', 'tee /dev/stderr'], input=b'0123456789' * 50000, capture_output=True)
print(len(both.stdout), len(both.stderr), both.stdout == both.stderr)
print(subprocess.run(['wc', '-c'], input=bytearray(b'abc'), stdout=subprocess.PIPE).stdout.strip())
print(subprocess.run(['wc', '-c'], input=memoryview(b'abcd'), capture_output=True).stdout.strip())
print(subprocess.check_output(['cat'], input=None), repr(subprocess.check_output(['cat'], input=None, text=True)))
for bad in ('text', 5):
    child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        child.communicate(bad)
    except TypeError as error:
        print('TypeError')
    child.kill()
    with child:
        pass
    print(child.returncode)
