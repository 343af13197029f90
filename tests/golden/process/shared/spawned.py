# A program of its own gets values, arrays and blocks by the descriptors of their memory.
import functools
import multiprocessing as mp
import subprocess
import sys
from multiprocessing import context, shared_memory
from multiprocessing.heap import BufferWrapper
from multiprocessing.reduction import ForkingPickler

# Several processes print: each line at once.
print = functools.partial(print, flush=True)

CHILD = '''
import pickle, sys
value, array, raw, text, letters, large, block, segment, items = pickle.load(sys.stdin.buffer)
print(value, type(array).__name__, type(raw).__name__, raw[:], text.value, letters[:], len(large), segment.size, list(items))
with value.get_lock():
    value.value += 1
array[1] = 2.5
raw[:] = [7, 8, 9]
text.value = b'child'
letters[0] = 'C'
large[-1] = 200
view = block.create_memoryview()
view[:3] = b'xyz'
segment.buf[:3] = b'abc'
items[0] = 'new'
segment.close()
items.shm.close()
'''


class Popen:
    """As much of a process being spawned as objects need."""

    def __init__(self):
        self.fds = set()

    def duplicate_for_child(self, fd):
        self.fds.add(fd)
        return fd


ctx = mp.get_context('fork')
value, array, raw = ctx.Value('i', 41), ctx.Array('d', 3), ctx.RawArray('h', [1, 2, 3])
text, letters, large = ctx.Array('c', b'parent'), ctx.RawArray('u', 'parent'), ctx.RawArray('B', 3_000_000)
block = BufferWrapper(10)
segment = shared_memory.SharedMemory(create=True, size=100)
items = shared_memory.ShareableList(['old', None, 3])
popen = Popen()
context.set_spawning_popen(popen)
try:
    data = bytes(ForkingPickler.dumps((value, array, raw, text, letters, large, block, segment, items)))
finally:
    context.set_spawning_popen(None)
print(len(popen.fds))
subprocess.run([sys.executable, '-c', CHILD], input=data, pass_fds=popen.fds, check=True)
print(value.value, array[:], raw[:], text.value, letters[:], large[-1], large[0], bytes(block.create_memoryview()))
print(bytes(segment.buf[:4]), list(items))
for each in segment, items.shm:
    each.close()
    each.unlink()
