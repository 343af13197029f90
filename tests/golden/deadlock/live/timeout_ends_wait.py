# Everybody waits, one with a timeout.
import threading

first, second = threading.Lock(), threading.Lock()
meeting = threading.Barrier(2)


def careful():
    with first:
        meeting.wait()
        print('got second:', second.acquire(timeout=0.02))


def plain():
    with second:
        meeting.wait()
        with first:
            pass


threads = [threading.Thread(target=target) for target in (careful, plain)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('done')
