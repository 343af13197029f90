# Shared memory between threads: without a process that looks after what is left, the program does so itself.
import threading
from multiprocessing import shared_memory

segment = shared_memory.SharedMemory(create=True, size=100)


def write(at):
    other = shared_memory.SharedMemory(segment.name)
    other.buf[at] = 10 + at
    other.close()


threads = [threading.Thread(target=write, args=(at,)) for at in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(bytes(segment.buf[:5]))
segment.close()
segment.unlink()
items = shared_memory.ShareableList(['left', 2])
print(list(items))
items.shm.close()
