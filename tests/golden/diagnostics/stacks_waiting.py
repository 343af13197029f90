# Ctrl-\ tells what the main thread waits for, too. Who has the condition's lock knows that the main thread waits to be notified.
import os
import signal
import threading


def quit():
    with changed:
        os.kill(os.getpid(), signal.SIGQUIT)
        threading.Event().wait()


changed = threading.Condition()
with changed:
    threading.Thread(target=quit, name='helper', daemon=True).start()
    changed.wait()
