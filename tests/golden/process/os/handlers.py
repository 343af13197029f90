# Signals while waiting for children: a handler that returns lets the wait go on, one that raises ends it.
import os
import signal
import threading

main = os.getpid()


class Alarm(Exception):
    pass


def note(number, frame):
    seen.append(number == signal.SIGUSR1)
    os.write(writing, b'x')


def leave(number, frame):
    raise Alarm


for handler in (note, leave):
    signal.signal(signal.SIGUSR1, handler)
    seen = []
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        os.close(writing) if handler is leave else None
        os.read(reading, 1)
        os._exit(6)
    thread = threading.Thread(target=os.kill, args=(main, signal.SIGUSR1))
    try:
        thread.start()
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen)
    except Alarm:
        print('left')
        os.write(writing, b'x')
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen)
    thread.join()
