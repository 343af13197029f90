from concurrent.futures import ThreadPoolExecutor
import threading
go = threading.Event()
started = threading.Event()
def block():
    started.set()
    return go.wait()
pool = ThreadPoolExecutor(1)
first = pool.submit(block)
started.wait()
rest = [pool.submit(int) for _ in range(3)]
pool.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in rest], first.done())
go.set()
pool.shutdown()
print(first.result())
pool = ThreadPoolExecutor(2)
fs = [pool.submit(pow, i, 2) for i in range(5)]
pool.shutdown()
print([f.result() for f in fs])
