# Each of two processes waits to be notified.
import multiprocessing


def work(condition):
    with condition:
        condition.wait()


condition = multiprocessing.Condition()
child = multiprocessing.Process(target=work, args=(condition,))
child.start()
work(condition)
