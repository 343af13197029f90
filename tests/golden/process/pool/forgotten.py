"""A pool that is closed and forgotten while results come: whoever drops it last, nothing is printed."""
from multiprocessing import Manager, Pool


def put(queue, number):
    queue.put(number)


def work():
    queue = Manager().Queue()
    pool = Pool(2)
    for number in range(6):
        pool.apply_async(put, (queue, number))
    pool.close()
    return sorted(queue.get() for _ in range(6))


for _ in range(8):
    print(work())
