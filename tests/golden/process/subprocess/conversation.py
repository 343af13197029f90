# Talking with a child line by line.
import subprocess

child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
for word in ('one', 'two', 'three'):
    child.stdin.write(word + '\n')
    print(child.stdout.readline(), end='')
print(child.poll())
child.stdin.close()
print(repr(child.stdout.read()), child.wait(), child.poll())
child.stdout.close()

child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
print(type(child.stdin).__name__, child.stdin.write(b'raw\n'), child.stdout.readline())
child.stdin.close()
print(child.stdout.read(), child.wait())
child.stdout.close()

with subprocess.Popen('while read a b; do echo $((a + b)); done', shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                      text=True) as child:
    for pair in ((1, 2), (40, 2)):
        print(*pair, file=child.stdin, flush=True)
        print(*pair, child.stdout.readline().strip())
print(child.returncode, child.stdin.closed, child.stdout.closed)
with subprocess.Popen(['printf', 'a\nb\n'], stdout=subprocess.PIPE, text=True) as child:
    for line in child.stdout:
        print(repr(line))
