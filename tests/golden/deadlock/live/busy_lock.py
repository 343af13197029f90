# A contended lock.
import threading

lock, counter = threading.Lock(), 0


def count():
    global counter
    for _ in range(3000):
        with lock:
            counter += 1


threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
