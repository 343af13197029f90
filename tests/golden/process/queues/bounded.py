"""put() waits in one process until another one gets."""
import time
from multiprocessing import Process, Queue


def produce(queue, done):
    for number in range(20):
        queue.put(number)
    done.put(queue.qsize() <= 3)


q, done = Queue(3), Queue()
p = Process(target=produce, args=(q, done))
p.start()
while not q.full():
    time.sleep(0.001)
print(done.empty(), q.full())
print([q.get() for _ in range(20)], done.get())
p.join()
