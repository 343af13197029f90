# A module starts a thread that imports it, and waits for the thread.
import threading

try:
    import deadlock_module
except threading.DeadlockError as error:
    print(error)
