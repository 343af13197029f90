# Parent and child wait for a permit that the other one should give.
import multiprocessing


def work(mine, other):
    mine.acquire()
    other.release()


one, other = multiprocessing.Semaphore(0), multiprocessing.Semaphore(0)
child = multiprocessing.Process(target=work, args=(one, other))
child.start()
work(other, one)
