"""How a child ends, and what its exit code is."""
import os
import signal
import sys
import time
from multiprocessing import Process


def leave(code):
    sys.exit(code)


def leave_at_once(code):
    os._exit(code)


def die(number):
    os.kill(os.getpid(), number)
    time.sleep(60)


def fine():
    return 17


def code_of(target, *args):
    process = Process(target=target, args=args)
    process.start()
    process.join()
    return process.exitcode


print([code_of(leave, code) for code in (None, 0, 1, 42, True, 256, -1)])
print(code_of(leave_at_once, 7), code_of(fine))
print([code_of(die, number) for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGUSR1)])


def shown(process):
    text = repr(process).replace(str(os.getpid()), 'PARENT')
    return text.replace(str(process.pid), 'CHILD') if process.pid else text


p = Process(target=die, args=(signal.SIGTERM,))
print(shown(p))
p.start()
p.join()
print(shown(p))
q = Process(target=time.sleep, args=(60,), daemon=True, name='sleeper')
q.start()
print(shown(q))
q.kill()
q.join()
print(shown(q), q.exitcode)
q.close()
print(repr(q).replace(str(os.getpid()), "PARENT"))
