# A child sends the signal whose handler releases the lock.
import os
import signal
import subprocess
import sys
import threading

lock = threading.Lock()
lock.acquire()
signal.signal(signal.SIGUSR1, lambda number, frame: lock.release())
child = subprocess.Popen([sys.executable, '-c', 'import os, signal; os.kill(os.getppid(), signal.SIGUSR1)'])
lock.acquire()
print('done', child.wait())
