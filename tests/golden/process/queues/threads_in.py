"""Threads of several processes put and get at once."""
import threading
from multiprocessing import Process, Queue


def in_threads(target, *arguments):
    threads = [threading.Thread(target=target, args=(*arguments, number)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def put(queue, name, number):
    for item in range(100):
        queue.put((name, number, item))


def get(queue, results, number):
    last = {}
    ordered = True
    count = 0
    for name, thread, item in iter(queue.get, (None, None, None)):
        ordered &= last.get((name, thread), -1) < item
        last[name, thread] = item
        count += 1
    results.put((ordered, count))


q, results = Queue(), Queue()
producers = [Process(target=in_threads, args=(put, q, name)) for name in 'ab']
consumers = [Process(target=in_threads, args=(get, q, results)) for _ in range(2)]
for process in producers + consumers:
    process.start()
for process in producers:
    process.join()
for _ in range(6):
    q.put((None, None, None))
for process in consumers:
    process.join()
found = [results.get() for _ in range(6)]
print(all(ordered for ordered, _ in found), sum(count for _, count in found))
