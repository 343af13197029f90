# Pools of processes, from two threads.
import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor

results = {}
with multiprocessing.Pool(2) as pool, ProcessPoolExecutor(2) as executor:
    threads = [
        threading.Thread(target=lambda: results.update(pool=pool.map(abs, range(-5, 5)))),
        threading.Thread(target=lambda: results.update(executor=list(executor.map(abs, range(-5, 5))))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(results['pool'] == results['executor'], sum(results['pool']))
