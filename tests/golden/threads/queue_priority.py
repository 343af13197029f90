import queue
q = queue.PriorityQueue()
for i in [(3, 'c'), (1, 'a'), (2, 'b'), (1, '0')]: q.put(i)
print([q.get() for _ in range(4)], q.qsize())
q.put(1)
try:
    q.put('x')
except TypeError as e:
    print(e)
print(isinstance(q, queue.Queue), q.unfinished_tasks)
