from concurrent.futures import ThreadPoolExecutor
import threading
def name():
    return threading.current_thread().name
with ThreadPoolExecutor(1) as pool:
    print(pool.submit(name).result())
with ThreadPoolExecutor(1) as pool:
    print(pool.submit(name).result())
with ThreadPoolExecutor(1, 'mine') as pool:
    print(pool.submit(name).result(), pool.submit(lambda: threading.current_thread().daemon).result())
b = threading.Barrier(3)
with ThreadPoolExecutor(3, 'x') as pool:
    def f():
        b.wait()
        return name()
    print(sorted(f.result() for f in [pool.submit(f) for _ in range(3)]))
