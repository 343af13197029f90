# The notification comes before anybody waits.
import threading

ready = threading.Condition()
notified = threading.Event()


def produce():
    with ready:
        ready.notify()
    notified.set()


producer = threading.Thread(target=produce, name='producer')
producer.start()
notified.wait()
with ready:
    ready.wait()
