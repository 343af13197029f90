# A function of atexit waits for ever.
import atexit
import threading

never = threading.Event()


@atexit.register
def wait():
    never.wait()


print('last line')
