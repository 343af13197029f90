"""Lesson: a thread that dies with the lock in its hand blocks everyone; `with` gives the lock back."""
import threading

lock = threading.Lock()


def careless():
    lock.acquire()
    raise ValueError("died with the lock")


def careful():
    with lock:
        raise ValueError("died inside with")


def report(arguments):
    print("thread failed:", arguments.exc_value)


threading.excepthook = report
for function in (careful, careless):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()
    print(f"after {function.__name__} the lock is", "still taken" if lock.locked() else "free")
