# The same, re-entrant, with two locks always in one order.
import threading

outer, inner, counter = threading.RLock(), threading.Lock(), 0


def count():
    global counter
    for _ in range(1000):
        with outer, outer, inner:
            counter += 1


threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
