import os, sys
class P:
    def __fspath__(self):
        return '/tmp/x'
print(os.fspath(P()), os.fspath('a'), os.fspath(b'a'), isinstance(P(), os.PathLike), isinstance('a', os.PathLike), issubclass(P, os.PathLike))
for bad in (1, None, object):
    try:
        os.fspath(bad)
    except TypeError as error:
        print(error)
print(os.name, repr(os.linesep), os.sep, os.curdir, os.pardir, os.pathsep, os.devnull, os.extsep, os.altsep, os.SEEK_END)
print(os.fsencode('a\udcff'), repr(os.fsdecode(b'a\xff')), os.get_exec_path({'PATH': '/a:/b'}))
read, write = os.pipe()
with os.fdopen(write, 'w') as out:
    out.write('through a pipe\n')
with os.fdopen(read) as source:
    print(source.read(), end='')
try:
    os.fdopen('x')
except TypeError as error:
    print(error)
print(os.spawnl(os.P_WAIT, '/bin/sh', 'sh', '-c', 'exit 3'), os.spawnlp(os.P_WAIT, 'true', 'true'))
pid = os.fork()
if pid == 0:
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(os.cpu_count() > 0, isinstance(os.getpid(), int), len(os.urandom(5)), os.path is sys.modules['os.path'])
try:
    os.get_terminal_size(99)
except OSError as error:
    print(error)
size = os.terminal_size((80, 24))
print(size, size.columns, size.lines)
try:
    os.nope
except AttributeError as error:
    print(error)
print(os.error is OSError)
