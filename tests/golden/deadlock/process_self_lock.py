# A lock of processes, taken twice by one.
import multiprocessing

lock = multiprocessing.Lock()
child = multiprocessing.Process(target=print, args=('child',))
child.start()
child.join()
with lock:
    with lock:
        print('never')
