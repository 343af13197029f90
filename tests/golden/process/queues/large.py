"""Objects much larger than the channel; several producers and consumers."""
from multiprocessing import Process, Queue


def produce(queue, name):
    for number in range(4):
        queue.put((name, number, bytes([number]) * 700_000))
    queue.put('small')


def consume(queue, results):
    for item in iter(queue.get, 'end'):
        if item != 'small':
            name, number, data = item
            results.put((name, number, len(data), data == bytes([number]) * 700_000))
        else:
            results.put((item,))


q, results = Queue(), Queue()
producers = [Process(target=produce, args=(q, name)) for name in 'abc']
consumers = [Process(target=consume, args=(q, results)) for _ in range(2)]
for process in producers + consumers:
    process.start()
found = [results.get() for _ in range(15)]
for _ in consumers:
    q.put('end')
for process in producers + consumers:
    process.join()
print(sorted(found), len(found))
