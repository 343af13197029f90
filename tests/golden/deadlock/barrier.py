# One party too few.
import threading

start = threading.Barrier(3)
threads = [threading.Thread(target=start.wait, name=f'runner {number}') for number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
