# The child ends without setting the event.
import multiprocessing


def work(event):
    pass


event = multiprocessing.Event()
child = multiprocessing.Process(target=work, args=(event,))
child.start()
event.wait()
