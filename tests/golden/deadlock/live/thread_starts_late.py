# A thread that has been started and has not run yet is alive.
import threading

for _ in range(200):
    done = threading.Event()
    threading.Thread(target=done.set).start()
    done.wait()
print('done')
