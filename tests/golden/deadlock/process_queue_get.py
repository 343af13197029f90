# The child puts one item, the parent wants two.
import multiprocessing


def produce(queue):
    queue.put(1)


queue = multiprocessing.Queue()
child = multiprocessing.Process(target=produce, args=(queue,))
child.start()
print(queue.get())
print(queue.get())
