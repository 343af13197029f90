# Three stages with small queues between them.
import queue
import threading

first, second, third = (queue.Queue(1) for _ in range(3))


def stage(source, target):
    for item in iter(source.get, None):
        target.put(item + 1)
    target.put(None)


threading.Thread(target=stage, args=(first, second)).start()
threading.Thread(target=stage, args=(second, third)).start()


def feed():
    for number in range(200):
        first.put(number)
    first.put(None)


threading.Thread(target=feed).start()
print(sum(iter(third.get, None)))
