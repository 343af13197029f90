# -X deadlock=off: the program hangs, until a signal ends it.
import signal
import threading

signal.setitimer(signal.ITIMER_REAL, 0.2)
threading.Event().wait()
