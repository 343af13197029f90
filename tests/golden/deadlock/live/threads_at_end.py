# Threads that go on after the last line, and wait for each other.
import threading
import time

first, second = threading.Event(), threading.Event()


def one():
    first.wait()
    time.sleep(0.01)
    second.set()


def two():
    second.wait()
    print('done')


threading.Thread(target=one).start()
threading.Thread(target=two).start()
threading.Timer(0.01, first.set).start()
