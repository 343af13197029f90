from concurrent.futures import ThreadPoolExecutor
import threading
go = threading.Event()
pool = ThreadPoolExecutor(2)
def late():
    go.wait()
    threading.main_thread().join(0)
    print('finished at the end of the program')
pool.submit(late)
print('end of main')
go.set()
