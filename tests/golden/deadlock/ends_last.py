# The only thread that could have set the event ends while the main thread waits already.
import threading

gate, done = threading.Lock(), threading.Event()
gate.acquire()


def work():
    gate.acquire()


class Done:
    """Sees to it that the main thread waits before the worker ends."""

    def __init__(self):
        threading.Thread(target=work, name='worker').start()

    def __enter__(self):
        gate.release()


with_worker = Done()
with_worker.__enter__()
done.wait()
