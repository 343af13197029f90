# The same locks in a forked child.
import multiprocessing

fork = multiprocessing.get_context('fork')


def work(one, other, barrier):
    with one:
        barrier.wait()
        with other:
            pass


first, second, meeting = fork.Lock(), fork.RLock(), fork.Barrier(2)
child = fork.Process(target=work, args=(second, first, meeting))
child.start()
try:
    work(first, second, meeting)
finally:
    child.join()
    print('child:', child.exitcode)
