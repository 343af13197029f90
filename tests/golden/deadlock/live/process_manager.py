# A manager's lock, condition and queue.
import multiprocessing
import threading

with multiprocessing.Manager() as manager:
    queue, lock, event = manager.Queue(), manager.Lock(), manager.Event()
    threading.Timer(0.02, event.set).start()
    event.wait()
    with lock:
        queue.put(1)
    print(queue.get())
