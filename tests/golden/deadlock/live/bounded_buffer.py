# Producers and consumers with conditions of one lock.
import threading

lock = threading.Lock()
filled, emptied = threading.Condition(lock), threading.Condition(lock)
items, taken = [], []


def produce():
    for number in range(300):
        with lock:
            while len(items) >= 3:
                emptied.wait()
            items.append(number)
            filled.notify()


def consume():
    for _ in range(300):
        with lock:
            while not items:
                filled.wait()
            taken.append(items.pop())
            emptied.notify()


threads = [threading.Thread(target=target) for target in (produce, produce, consume, consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(taken), sum(taken))
