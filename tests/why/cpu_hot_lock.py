# why: cpu
"""A lock around a short step of a long computation is in nobody's way."""
import threading

lock = threading.Lock()
total = 0


def work():
    global total
    for number in range(400):
        part = sum(n * n for n in range(1000))
        with lock:
            total += part


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
