# why: lock
import threading
import time

lock = threading.RLock()


def work():
    for _ in range(5):
        with lock:
            with lock:
                time.sleep(0.02)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
