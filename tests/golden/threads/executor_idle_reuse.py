from concurrent.futures import ThreadPoolExecutor
import threading
with ThreadPoolExecutor(8) as pool:
    names = set()
    for _ in range(5):
        f = pool.submit(lambda: threading.current_thread().name)
        names.add(f.result())
    print(1 <= len(pool._threads) <= 8)
import concurrent.futures
print(sorted(concurrent.futures.__all__))
