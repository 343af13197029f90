# The same with a SimpleQueue and two consumers.
import queue
import threading

jobs = queue.SimpleQueue()
consumers = [threading.Thread(target=lambda: print(jobs.get()), name=f'consumer {number}') for number in range(2)]
for consumer in consumers:
    consumer.start()
jobs.put('one item')
for consumer in consumers:
    consumer.join()
