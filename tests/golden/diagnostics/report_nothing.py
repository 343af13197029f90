# -X report with nothing to tell.
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor() as pool:
    print(list(pool.map(abs, [-1, 2])))
items = queue.Queue()
threads = [threading.Thread(target=items.put, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted([items.get() for _ in threads]))
with threading.Lock(), threading.Condition():
    print('held for a while')
