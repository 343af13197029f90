import signal, os
print(signal.SIGINT, repr(signal.SIGTERM), signal.Signals(2).name, signal.getsignal(signal.SIGINT) is signal.default_int_handler)
got = []
old = signal.signal(signal.SIGUSR1, lambda n, frame: got.append(n))
print(repr(old))
os.kill(os.getpid(), signal.SIGUSR1)
while not got:
    pass
print(got)
signal.raise_signal(signal.SIGUSR1)
print(got)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
print(repr(signal.getsignal(signal.SIGUSR1)))
signal.raise_signal(signal.SIGUSR1)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt as e:
    print('interrupted', repr(e))
try:
    signal.signal(signal.SIGKILL, signal.SIG_IGN)
except OSError as e:
    print(e.errno)
try:
    signal.signal(signal.SIGUSR1, 'x')
except TypeError as e:
    print(type(e).__name__)
import threading
def other():
    try:
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    except ValueError as e:
        print(e)
t = threading.Thread(target=other)
t.start()
t.join()
