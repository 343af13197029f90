# Ctrl-C, sent by a thread that ends at once.
import os
import signal
import threading

for _ in range(20):
    try:
        threading.Timer(0.001, os.kill, (os.getpid(), signal.SIGINT)).start()
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
print('done')
