"""JoinableQueue: join() returns when every object is reported as done."""
from multiprocessing import JoinableQueue, Process, Queue


def work(tasks, results):
    while True:
        number = tasks.get()
        try:
            if number is None:
                return
            results.put(number * number)
        finally:
            tasks.task_done()


tasks, results = JoinableQueue(), Queue()
workers = [Process(target=work, args=(tasks, results)) for _ in range(3)]
for worker in workers:
    worker.start()
for number in range(10):
    tasks.put(number)
tasks.join()
print(sorted(results.get() for _ in range(10)))
for _ in workers:
    tasks.put(None)
tasks.join()
for worker in workers:
    worker.join()
try:
    tasks.task_done()
except ValueError as error:
    print(error)
print(tasks.join())
