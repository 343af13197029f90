# Waiting on one condition while holding another lock that the notifier needs.
import threading

outer = threading.Lock()
ready = threading.Condition()
meeting = threading.Event()


def wait():
    with outer:
        with ready:
            meeting.set()
            ready.wait()


def tell():
    meeting.wait()
    with outer:
        with ready:
            ready.notify()


threads = [threading.Thread(target=target, name=target.__name__) for target in (wait, tell)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
