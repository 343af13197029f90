# A child that does not read its input is no error.
import subprocess

big = b'x' * 1_000_000
print(subprocess.run(['true'], input=big))
print(subprocess.run(['true'], input=big, capture_output=True))
print(subprocess.run(['head', '-c', '5'], input=big, stdout=subprocess.PIPE).stdout)
print(subprocess.run(['sh', '-c', 'exec <&-; echo closed'], input=big, capture_output=True).stdout)
child = subprocess.Popen(['true'], stdin=subprocess.PIPE)
child.wait()
try:
    child.stdin.write(big)
    child.stdin.flush()
except BrokenPipeError as error:
    print('BrokenPipeError', error.errno)
try:
    child.stdin.close()
except BrokenPipeError:
    pass
print(child.stdin.closed)
