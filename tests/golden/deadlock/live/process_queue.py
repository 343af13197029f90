# A full queue, which the parent empties before it joins.
import multiprocessing


def work(queue):
    for _ in range(4):
        queue.put(b'x' * 200_000)


queue = multiprocessing.Queue()
process = multiprocessing.Process(target=work, args=(queue,))
process.start()
print(sum(len(queue.get()) for _ in range(4)))
process.join()
