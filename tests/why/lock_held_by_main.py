# why: lock
import threading
import time

lock = threading.Lock()


def work(number):
    with lock:
        time.sleep(0.05)


threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
with lock:
    for thread in threads:
        thread.start()
for thread in threads:
    thread.join()
