"""Lesson: what a lock can do: acquire, release, ask, try, give up after a while, and refuse to be released twice."""
import threading

lock = threading.Lock()
print("new:", lock.locked())
lock.acquire()
print("taken:", lock.locked())
print("trying again:", lock.acquire(blocking=False))
print("trying for a moment:", lock.acquire(timeout=0.01))
lock.release()
print("released:", lock.locked())
with lock:
    print("inside with:", lock.locked())
print("behind with:", lock.locked())
try:
    lock.release()
except RuntimeError as error:
    print("one release too many:", error)

taken = threading.Event()
done = threading.Event()


def holder():
    with lock:
        taken.set()
        done.wait()


thread = threading.Thread(target=holder)
thread.start()
taken.wait()
print("another thread has it:", lock.acquire(blocking=False))
done.set()
with lock:
    print("now it is mine")
thread.join()
