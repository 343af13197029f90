# Ctrl-\ calls threads by their names, also before they have run.
import os
import signal
import threading

thread = threading.Thread(target=threading.Event().wait, name='worker', daemon=True)
thread.start()
os.kill(os.getpid(), signal.SIGQUIT)
