# At the end threads that can go on are waited for, whatever became of others.
import threading
import time

never, lock = threading.Event(), threading.Lock()


def wait():
    never.wait()


def sleep():
    time.sleep(0.05)
    print('slept')


for target in (wait, sleep):
    threading.Thread(target=target, name=target.__name__).start()
