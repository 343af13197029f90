# A handler of the program's own sets the event.
import signal
import threading

done = threading.Event()
signal.signal(signal.SIGALRM, lambda number, frame: done.set())
signal.setitimer(signal.ITIMER_REAL, 0.02)
done.wait()
print('done')
