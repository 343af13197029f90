# A deadlock inside of a child ends the child.
import multiprocessing
import threading


def work():
    threading.Event().wait()


child = multiprocessing.Process(target=work)
child.start()
child.join()
print('exit code', child.exitcode)
