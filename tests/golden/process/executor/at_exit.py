"""What was submitted is done although nobody waits for it or shuts the executor down."""
import time
from concurrent.futures import ProcessPoolExecutor


def work(x):
    time.sleep(0.01)
    return x


results = []
executor = ProcessPoolExecutor(2)
for number in range(6):
    executor.submit(work, number).add_done_callback(lambda future: results.append(future.result()))


import atexit
atexit.register(lambda: print(sorted(results)))
print('end of the main code')
