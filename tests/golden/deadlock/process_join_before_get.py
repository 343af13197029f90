# A child cannot end before what it has put is taken; the parent waits for its end first.
import multiprocessing


def produce(queue):
    for _ in range(4):
        queue.put(b'x' * 200_000)


queue = multiprocessing.Queue()
child = multiprocessing.Process(target=produce, args=(queue,))
child.start()
child.join()
print('never')
