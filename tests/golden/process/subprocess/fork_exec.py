# The function below: what it does and how it reports.
import _posixsubprocess
import os

nothing = (-1,) * 6


def start(programs, words, keep=(), cwd=None, env=None, function=None):
    reading, writing = os.pipe()
    pid = _posixsubprocess.fork_exec(words, programs, True, tuple(sorted((writing, *keep))), cwd, env, *nothing, reading, writing, True,
                                     False, -1, None, None, None, -1, function, True)
    os.close(writing)
    report = os.read(reading, 1000)
    os.close(reading)
    return report, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


print(start([b'/bin/true'], [b'true']))
print(start([b'/nonexistent/sh', b'/bin/sh'], [b'sh', b'-c', b'exit $CODE'], env=[b'CODE=9']))
print(start([b'/nonexistent'], [b'x']))
print(start([b'/bin/true'], [b'x'], cwd=b'/nonexistent'))
print(start([b'/bin/true'], [b'x'], function=lambda: 1 / 0))
