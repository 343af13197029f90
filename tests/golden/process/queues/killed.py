"""A queue outlives whoever is killed while it puts or gets."""
import random
import time
from multiprocessing import Process, Queue
from queue import Empty


def put(queue, size):
    while True:
        queue.put(b'y' * size)


def get(queue):
    while True:
        queue.get()


random.seed(5)
for size in 10, 300_000:
    for bound in 0, 2:
        q = Queue(bound)
        for _ in range(6):
            pair = [Process(target=put, args=(q, size)), Process(target=get, args=(q,))]
            for process in pair:
                process.start()
            time.sleep(random.random() * 0.01)
            random.shuffle(pair)
            for process in pair:
                process.kill()
            for process in pair:
                process.join()
        p = Process(target=put, args=(q, size))
        p.start()
        fine = all(q.get(timeout=20) == b'y' * size for _ in range(20))
        p.kill()
        p.join()
        try:
            while q.get(timeout=0.4):
                pass
        except Empty:
            pass
        q.put('last', timeout=20)
        print(fine, q.get(timeout=20))
