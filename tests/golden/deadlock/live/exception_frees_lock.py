# An exception leaves the `with` statement that others wait for.
import threading
import time

lock, inside = threading.Lock(), threading.Event()


def fail():
    try:
        with lock:
            inside.set()
            time.sleep(0.02)
            raise ValueError
    except ValueError:
        pass


threading.Thread(target=fail).start()
inside.wait()
with lock:
    print('done')
