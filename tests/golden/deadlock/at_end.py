# The program has run its last line, and waits for a thread that nobody wakes.
import atexit
import threading

never = threading.Event()


def wait():
    never.wait()


threading.Thread(target=wait, name='waiter').start()
atexit.register(print, 'atexit runs')
print('last line')
