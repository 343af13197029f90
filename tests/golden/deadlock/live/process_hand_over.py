# Four processes hand two locks, a semaphore and a queue around, each of them often the last one to block.
import multiprocessing
import time


def work(number, first, second, permits, queue, go):
    go.wait()
    for round in range(40):
        with permits:
            with first:
                with second:
                    if round % 8 == number:
                        time.sleep(0.0005)
                queue.put(1)
        if round % 2:
            queue.get()


first, second = multiprocessing.Lock(), multiprocessing.RLock()
permits, queue, go = multiprocessing.Semaphore(2), multiprocessing.Queue(), multiprocessing.Event()
children = [
    multiprocessing.Process(target=work, args=(number, first, second, permits, queue, go)) for number in range(4)
]
for child in children:
    child.start()
go.set()
for child in children:
    child.join()
print([child.exitcode for child in children])
# Each has put more than it has got.
print(sum(queue.get() for _ in range(80)))
