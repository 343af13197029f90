"""A process that has put more than fits waits at its end until somebody gets; less than that does not keep it."""
from multiprocessing import Process, Queue


def put(queue, count, size):
    for number in range(count):
        queue.put(number if size is None else b'.' * size)


q = Queue()
p = Process(target=put, args=(q, 2000, None))
p.start()
p.join()
print(p.exitcode, sum(q.get() for _ in range(2000)))
p = Process(target=put, args=(q, 3, 2_000_000))
p.start()
p.join(0.1)
print(p.exitcode)
print([len(q.get()) for _ in range(3)])
p.join()
print(p.exitcode)


def give_up(queue):
    queue.cancel_join_thread()
    for _ in range(3):
        queue.put(b'.' * 2_000_000)


q = Queue()
p = Process(target=give_up, args=(q,))
p.start()
p.join()
print(p.exitcode)
