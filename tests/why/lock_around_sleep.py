# why: lock
import threading
import time

lock = threading.Lock()


def work():
    for _ in range(5):
        with lock:
            time.sleep(0.02)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
