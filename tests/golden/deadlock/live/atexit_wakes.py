# A function of atexit that waits for a timer.
import atexit
import threading
import time

done = threading.Event()


def late():
    time.sleep(0.02)
    done.set()


@atexit.register
def wait():
    done.wait()
    print('done')


threading.Thread(target=late, daemon=True).start()
