# Shell commands: os.system and os.popen.
import os
import sys

print(os.system('exit 3') >> 8, os.system('true'), os.waitstatus_to_exitcode(os.system('kill -15 $$')))
sys.stdout.flush()
os.system(b'echo from the shell')
with os.popen('echo a; echo b') as stream:
    print(list(stream))
stream = os.popen('echo text; exit 3')
print(type(stream).__name__, stream.read(), stream.close())
print(os.popen('kill -9 $$').close(), os.popen('true').close())
reading, writing = os.pipe()
os.set_inheritable(writing, True)
with os.popen(f'cat >/proc/{os.getpid()}/fd/{writing}', 'w') as stream:
    print(stream.write('written\n'))
print(os.read(reading, 100))
stream = os.popen('printf "1\\n2\\n3\\n"', buffering=1)
print(stream.readline(), stream.readlines(), stream.encoding.lower(), stream.closed)
stream.close()
print(stream.closed)
for arguments in ((5,), (b'true',), ('true', 'x'), ('true', 'r', 0), ('true', 'r', None)):
    try:
        os.popen(*arguments)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
for command in (5, '\0'):
    try:
        os.system(command)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
