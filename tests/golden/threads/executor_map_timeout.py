from concurrent.futures import ThreadPoolExecutor, TimeoutError
import threading
go = threading.Event()
with ThreadPoolExecutor(1) as pool:
    it = pool.map(lambda e: e.wait(), [go], timeout=0.02)
    try:
        next(it)
    except TimeoutError as e:
        print(repr(e), TimeoutError is __builtins__.TimeoutError)
    go.set()
