"""A queue between processes: order, kinds of objects, ends."""
from multiprocessing import Process, Queue
from queue import Empty, Full


def produce(queue, count):
    for number in range(count):
        queue.put((number, 'x' * number, {number: [number]}))
    queue.put(None)


q = Queue()
p = Process(target=produce, args=(q, 5))
p.start()
for item in iter(q.get, None):
    print(item)
p.join()
print(q.empty(), q.full(), q.qsize())
for call in (q.get_nowait, lambda: q.get(False), lambda: q.get(True, 0.01), lambda: q.get(timeout=0)):
    try:
        call()
    except Empty:
        print('empty')
q.put(1)
q.put_nowait(2)
q.put(3, False)
print(q.qsize(), q.get(), q.get(timeout=1), q.get_nowait(), q.qsize())
b = Queue(2)
b.put('a')
b.put('b')
print(b.full(), b.qsize())
for call in (lambda: b.put_nowait('c'), lambda: b.put('c', False), lambda: b.put('c', timeout=0.01)):
    try:
        call()
    except Full:
        print('full')
print(b.get(), b.full(), b.get(), b.empty())
q.close()
for call in (lambda: q.put(1), q.get):
    try:
        call()
    except ValueError as error:
        print(str(error).startswith('Queue <multiprocessing.queues.Queue object at'), str(error).endswith('is closed'))
print(q.join_thread(), q.cancel_join_thread())
try:
    b.join_thread()
except AssertionError as error:
    print('not closed' in str(error))
import pickle
try:
    pickle.dumps(b)
except RuntimeError as error:
    print(error)
print(Queue[int] if isinstance(Queue, type) else 'a method')
