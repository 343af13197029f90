# Two processes take two locks in opposite orders; the parent tells.
import multiprocessing


def work(one, other, barrier):
    with one:
        barrier.wait()
        with other:
            pass


first, second, meeting = multiprocessing.Lock(), multiprocessing.Lock(), multiprocessing.Barrier(2)
child = multiprocessing.Process(target=work, args=(second, first, meeting))
child.start()
try:
    work(first, second, meeting)
finally:
    # The error has released the parent's lock, so the child ends.
    child.join()
    print('child:', child.exitcode)
