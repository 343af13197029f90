# -X report: threads that died, that never started, that had no target, that are ended with the program.
import sys
import threading

ready = threading.Event()


def die(n):
    return 1 / n


def wait_for_ever():
    ready.set()
    threading.Event().wait()


class Worker(threading.Thread):
    def __init__(self, name):
        super().__init__(name=name)

    def run(self):
        raise ValueError('in a subclass')


threading.excepthook = lambda args: None
first = threading.Thread(target=die, args=(0,), name='worker')
first.start()
first.join()
second = Worker('mine')
second.start()
second.join()
never = threading.Thread(target=die, args=(1,))
empty = threading.Thread(target=print('called at once'))
empty.start()
empty.join()
quits = threading.Thread(target=sys.exit)
quits.start()
quits.join()
fine = threading.Thread(target=die, args=(1,))
fine.start()
fine.join()
daemon = threading.Thread(target=wait_for_ever, daemon=True)
daemon.start()
ready.wait()
