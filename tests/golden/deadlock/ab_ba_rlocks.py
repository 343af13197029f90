# Re-entrant locks have owners: the cycle is certain however they were taken.
import threading

left, right = threading.RLock(), threading.RLock()
meeting = threading.Barrier(2)


def forward():
    left.acquire()
    left.acquire()
    meeting.wait()
    with right:
        print('never')


def backward():
    with right:
        meeting.wait()
        left.acquire()


threads = [threading.Thread(target=target, name=target.__name__) for target in (forward, backward)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
