"""Lesson: a queue carries objects from one process to another; `None` tells the reader that nothing follows."""
from multiprocessing import Process, Queue


def write(queue):
    for word in "one", "two", "three":
        queue.put(word)
    queue.put(None)


def read(queue, answers):
    while (word := queue.get()) is not None:
        answers.put(word.upper())


queue, answers = Queue(), Queue()
writer = Process(target=write, args=(queue,))
reader = Process(target=read, args=(queue, answers))
writer.start()
reader.start()
print([answers.get() for _ in range(3)])
writer.join()
reader.join()
print("both queues are empty:", queue.empty(), answers.empty())
