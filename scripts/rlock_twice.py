"""Lesson: a thread that takes an ordinary lock twice waits for itself; an RLock lets its owner in again.

It must be released as often as it was taken, and only by its owner.
"""
import threading

ordinary = threading.Lock()
reentrant = threading.RLock()


def outer(name):
    with reentrant:
        inner(name)


def inner(name):
    with reentrant:
        finished.append(name)


finished = []
threads = [threading.Thread(target=outer, args=(f"task {number}",)) for number in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(finished))

ordinary.acquire()
print("ordinary lock, second time:", ordinary.acquire(timeout=0.01))
reentrant.acquire()
print("reentrant lock, second time:", reentrant.acquire(timeout=0.01))


def stranger():
    try:
        reentrant.release()
    except RuntimeError as error:
        print("a stranger's release:", error)


thread = threading.Thread(target=stranger)
thread.start()
thread.join()
