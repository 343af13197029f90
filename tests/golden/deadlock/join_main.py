# A thread waits for the main thread, which waits for it.
import threading

worker = threading.Thread(target=threading.main_thread().join, name='worker')
worker.start()
worker.join()
