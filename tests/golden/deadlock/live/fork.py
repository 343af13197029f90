# The child of a fork is alone with its locks.
import os
import threading
import warnings

warnings.simplefilter('ignore')
done = threading.Event()
threading.Thread(target=done.wait).start()
reading, writing = os.pipe()
pid = os.fork()
if pid == 0:
    event = threading.Event()
    threading.Timer(0.02, event.set).start()
    event.wait()
    os.write(writing, b'child')
    os._exit(0)
print(os.read(reading, 10), os.waitpid(pid, 0)[1])
done.set()
