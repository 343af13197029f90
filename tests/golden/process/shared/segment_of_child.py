# A segment that a child has made outlives it: the program has one tracker, and the parent still wants the segment.
import multiprocessing as mp
from multiprocessing import shared_memory


def make(connection):
    segment = shared_memory.SharedMemory(create=True, size=1000)
    segment.buf[:4] = b'made'
    connection.send(segment)
    segment.close()


for method in 'spawn', 'fork', 'forkserver':
    ctx = mp.get_context(method)
    ours, theirs = ctx.Pipe()
    process = ctx.Process(target=make, args=(theirs,))
    process.start()
    segment = ours.recv()
    process.join()
    again = shared_memory.SharedMemory(segment.name)
    print(method, bytes(segment.buf[:4]), again.size, process.exitcode)
    segment.close()
    again.close()
    again.unlink()
