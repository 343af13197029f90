# interrupt_main() of a thread that ends.
import _thread
import threading

for _ in range(20):
    gate = threading.Lock()
    gate.acquire()
    try:
        threading.Thread(target=_thread.interrupt_main).start()
        gate.acquire()
    except KeyboardInterrupt:
        pass
print('done')
