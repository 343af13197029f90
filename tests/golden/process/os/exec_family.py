# Each function that replaces the process, in a child; and errors before that.
import os
import pathlib


def child(function, *arguments):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(writing, 1)
            function(*arguments)
        except BaseException as error:
            os.write(1, repr((type(error).__name__, str(error))).encode())
        os._exit(99)
    os.close(writing)
    text = b''
    while part := os.read(reading, 1000):
        text += part
    os.close(reading)
    return text, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


os.environ['TICK_TEST'] = 'old'
env = {'TICK_TEST': 'new', 'PATH': '/bin:/usr/bin'}
show = ['sh', '-c', 'echo $0 $1 $TICK_TEST', 'zero', 'one']
print(child(os.execv, '/bin/sh', show))
print(child(os.execve, '/bin/sh', show, env))
print(child(os.execve, b'/bin/sh', tuple(show), {b'TICK_TEST': b'bytes'}))
print(child(os.execvp, 'sh', show))
print(child(os.execvpe, 'sh', show, env))
print(child(os.execl, '/bin/sh', *show))
print(child(os.execle, '/bin/sh', *show, env))
print(child(os.execlp, 'sh', *show))
print(child(os.execlpe, 'sh', *show, env))
print(child(os.execv, pathlib.Path('/bin/echo'), ['echo', pathlib.Path('a/b'), b'c']))
descriptor = os.open('/bin/echo', os.O_RDONLY)
print(child(os.execve, descriptor, ['echo', 'by descriptor'], env), os.execve in os.supports_fd)
TRUE = '/bin/true'
for arguments in ((TRUE, 5), (TRUE, []), (TRUE, ['']), ('/nonexistent', ['a']), (5.0, ['a']), (TRUE, ['a', 1]), (TRUE, ['a\0'])):
    print(child(os.execv, *arguments))
for arguments in ((TRUE, 5, {}), (TRUE, [], {}), (TRUE, [''], {}), ('/nonexistent', ['a'], {}), (TRUE, ['a'], 5),
                  (TRUE, ['a'], {'a=b': 'c'}), (TRUE, ['a'], {'': 'c'}), (TRUE, ['a'], {1: 'c'}), (TRUE, ['a'], {'a': '\0'}),
                  (5.0, ['a'], {})):
    print(child(os.execve, *arguments))
print(child(os.execvp, 'nonexistent', ['a']), child(os.execvp, '/bin', ['a']))
print(child(os.execvpe, 'sh', ['sh'], {'PATH': '/nonexistent'}))
