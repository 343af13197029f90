# posix_spawn and its many options.
import os
import signal
import sys


def code(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def output(words, function=os.posix_spawn, env=None, actions=(), **kwargs):
    reading, writing = os.pipe()
    pid = function(words[0], words, env or {'PATH': '/bin'}, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1), *actions], **kwargs)
    os.close(writing)
    text = b''
    while part := os.read(reading, 4096):
        text += part
    os.close(reading)
    return text, code(pid)


print(code(os.posix_spawn('/bin/sh', ['sh', '-c', 'exit 6'], {})))
print(output(['/bin/echo', 'hi']))
print(output(['sh', '-c', 'echo $A'], os.posix_spawnp, {'A': 'b', 'PATH': '/bin'}))
print(output(['/bin/cat'], actions=[(os.POSIX_SPAWN_OPEN, 0, '/dev/null', os.O_RDONLY, 0)]))
print(output(['/bin/sh', '-c', 'echo <&0 && echo open'], actions=[(os.POSIX_SPAWN_CLOSE, 2), (os.POSIX_SPAWN_CLOSE, 0)]))
probe = 'import os; print(os.getpgrp() == os.getpid(), os.getsid(0) == os.getpid())'
print(output([sys.executable, '-c', probe], setpgroup=0)[0], output([sys.executable, '-c', probe], setsid=True)[0],
      output([sys.executable, '-c', probe], resetids=True)[0])
probe = ['/bin/grep', '-E', 'Sig(Blk|Ign)', '/proc/self/status']
signal.signal(signal.SIGUSR2, signal.SIG_IGN)


def masks(**kwargs):
    result = []
    for line in output(probe, **kwargs)[0].decode().splitlines():
        mask = int(line.split()[1], 16)
        result.append([number for number in (int(signal.SIGUSR1), int(signal.SIGUSR2)) if mask >> number - 1 & 1])
    return result


print(masks(), masks(setsigmask=[signal.SIGUSR1]), masks(setsigdef={signal.SIGUSR2}))
print(code(os.posix_spawn('/bin/true', ['true'], {}, scheduler=(None, os.sched_param(0)))))
TRUE = '/bin/true'
for arguments, kwargs in ((('/nonexistent', ['a'], {}), {}), ((TRUE, [], {}), {}), ((TRUE, [''], {}), {}), ((TRUE, 5, {}), {}),
                          ((TRUE, ['a'], 5), {}), ((5, ['a'], {}), {}), ((TRUE, ['a'], {'a=b': ''}), {}),
                          ((TRUE, ['a'], {}), dict(file_actions=5)), ((TRUE, ['a'], {}), dict(file_actions=[5])),
                          ((TRUE, ['a'], {}), dict(file_actions=[()])), ((TRUE, ['a'], {}), dict(file_actions=[(9,)])),
                          ((TRUE, ['a'], {}), dict(setsigmask=[0])), ((TRUE, ['a'], {}), dict(setsigmask=5)),
                          ((TRUE, ['a'], {}), dict(setsigdef=[999])), ((TRUE, ['a'], {}), dict(setpgroup='x'))):
    try:
        os.posix_spawn(*arguments, **kwargs)
    except Exception as error:
        print(type(error).__name__, error)
try:
    os.posix_spawnp('nonexistent', ['a'], {})
except OSError as error:
    print(error)
