# Three processes, each of which has the lock that the next one wants.
import multiprocessing
import threading


def work(mine, next, barrier):
    with mine:
        barrier.wait()
        with next:
            pass


locks = [multiprocessing.Lock() for _ in range(3)]
meeting = multiprocessing.Barrier(3)
children = [multiprocessing.Process(target=work, args=(locks[at], locks[at - 1], meeting)) for at in (1, 2)]
for child in children:
    child.start()
try:
    work(locks[0], locks[2], meeting)
except threading.DeadlockError as error:
    print(str(error).count(' and '), 'others')
for child in children:
    child.join()
print([child.exitcode for child in children])
