# As ab_ba, with acquire() and release(): certain as soon as nobody else can release.
import threading

first, second = threading.Lock(), threading.Lock()
meeting = threading.Barrier(2)


def forward():
    first.acquire()
    meeting.wait()
    second.acquire()
    second.release()
    first.release()


def backward():
    second.acquire()
    meeting.wait()
    first.acquire()
    first.release()
    second.release()


threads = [threading.Thread(target=target, name=target.__name__) for target in (forward, backward)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
