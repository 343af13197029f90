# why: cpu
import queue
import threading

jobs = queue.Queue(4)


def work():
    while (size := jobs.get()) is not None:
        sorted(range(size), key=lambda n: -n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for _ in range(40):
    jobs.put(20_000)
for _ in threads:
    jobs.put(None)
for thread in threads:
    thread.join()
