# A daemon thread that waits for ever is no reason to wait at the end.
import queue
import threading

threading.Thread(target=queue.Queue().get, daemon=True).start()
print('done')
