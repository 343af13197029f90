# Timers and waits for signals are the run's own affair: they take its time.
import os
import resource
import signal
import threading
import time

began = time.monotonic()


def after():
    return round(time.monotonic() - began)


got = []


def handler(number, frame):
    got.append(number)
    print(signal.Signals(number).name, 'after', after(), threading.current_thread().name)


for number in signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF, signal.SIGUSR1:
    signal.signal(number, handler)

# Sleeping goes on behind the handler.
print(signal.alarm(100), signal.alarm(3600), signal.getitimer(signal.ITIMER_REAL)[1])
time.sleep(10_000)
print('slept', after(), signal.alarm(0))

# One that comes again.
signal.setitimer(signal.ITIMER_REAL, 5, 10)
for _ in range(3):
    signal.pause()
left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
print(round(left), interval, signal.getitimer(signal.ITIMER_REAL))

# The main thread waits for a thread that computes; one that waits computes nothing.
del got[:]
signal.setitimer(signal.ITIMER_REAL, 0.001)
worker = threading.Thread(target=lambda: [None for _ in iter(lambda: bool(got), True)])
worker.start()
worker.join()
signal.setitimer(signal.ITIMER_VIRTUAL, 0.001)
signal.setitimer(signal.ITIMER_PROF, 0.002)
time.sleep(1000)
while len(got) < 3:
    pass
print('worked', 0.003 < resource.getrusage(resource.RUSAGE_SELF).ru_utime < 1)

# Blocked signals are waited for.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
print(signal.sigtimedwait({signal.SIGUSR2}, 500), after())
waiter = threading.Thread(target=lambda: print(signal.sigwait({signal.SIGUSR2}).name, after()))
waiter.start()
time.sleep(100)
os.kill(os.getpid(), signal.SIGUSR2)
waiter.join()
threading.Timer(100, os.kill, (os.getpid(), signal.SIGUSR2)).start()
info = signal.sigwaitinfo({signal.SIGUSR2})
print(info.si_signo == signal.SIGUSR2, info.si_pid == os.getpid(), after())
threading.Timer(100, signal.raise_signal, (signal.SIGUSR1,)).start()
signal.pause()

for which, seconds in (9, 1), (signal.ITIMER_REAL, -1):
    try:
        signal.setitimer(which, seconds)
    except signal.ItimerError as error:
        print(error)

# The process is itself, by whatever number.
print(os.getpid(), os.getppid(), os.getpgid(os.getpid()) == os.getpgrp(), os.getpgrp() in (999, 1000))
print(os.getpriority(os.PRIO_PROCESS, os.getpid()) == os.getpriority(os.PRIO_PROCESS, 0), os.getsid(0) in (999, 1000))
print(os.sched_getscheduler(os.getpid()) == os.sched_getscheduler(0))
