# why: lock
"""Two locks; one of them is everybody's."""
import threading
import time

mine, everybodys = threading.Lock(), threading.Lock()


def transfer():
    for _ in range(6):
        time.sleep(0.002)
        with everybodys:
            time.sleep(0.02)


threads = [threading.Thread(target=transfer) for _ in range(3)]
for thread in threads:
    thread.start()
with mine:
    time.sleep(0.01)
for thread in threads:
    thread.join()
