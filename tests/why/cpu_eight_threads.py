# why: cpu
import threading


def work():
    return [number ** 2 for number in range(150_000)]


threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
