"""What cannot be pickled is reported and does not use up room; the queue goes on."""
from multiprocessing import Process, Queue


class Bad:
    def __reduce__(self):
        raise RuntimeError('not me')


q = Queue(1)
for item in (Bad(), lambda: 0, 'fine'):
    q.put(item, timeout=50)
print(q.get(timeout=50))


class Late:
    def __reduce__(self):
        return int, ('no number',)


q.put(Late())
try:
    q.get(timeout=50)
except ValueError as error:
    print(error)
q.put('still fine')
print(q.get(timeout=50))
