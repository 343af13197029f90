# JoinableQueue.join() with a worker that is slow.
import multiprocessing
import time


def work(queue):
    for _ in iter(queue.get, None):
        time.sleep(0.005)
        queue.task_done()


queue = multiprocessing.JoinableQueue()
process = multiprocessing.Process(target=work, args=(queue,))
process.start()
for number in range(5):
    queue.put(number)
queue.join()
queue.put(None)
process.join()
print('done')
