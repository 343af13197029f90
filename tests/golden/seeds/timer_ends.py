# A timer's signal that nobody handles ends the process, out of any wait.
import signal
import threading
import time

signal.setitimer(signal.ITIMER_REAL, 3600)
time.sleep(3599)
print('last', flush=True)
threading.Event().wait(1000)
print('never')
