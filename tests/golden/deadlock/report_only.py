# -X deadlock=report: told, and hangs.
import signal
import threading

signal.setitimer(signal.ITIMER_REAL, 0.3)
never = threading.Event()
never.wait()
