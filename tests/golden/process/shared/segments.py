# Named segments: making, attaching, removing. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import os
import re
import sys
from multiprocessing import shared_memory

ctx = mp.get_context(sys.argv[1])


def show(text):
    try:
        print(text, '->', eval(text))
    except BaseException as error:
        print(text, '!!', type(error).__name__, re.sub('psm_[0-9a-f]{8}', 'psm', str(error)))


for text in '''shared_memory.SharedMemory()
shared_memory.SharedMemory(create=True)
shared_memory.SharedMemory(create=True, size=-1)
shared_memory.SharedMemory('no such segment')
shared_memory.SharedMemory(create=True, size='a')'''.splitlines():
    show(text)
one = shared_memory.SharedMemory(create=True, size=100)
two = shared_memory.SharedMemory(one.name)
named = shared_memory.SharedMemory(f'tick-test-{os.getpid()}', create=True, size=4096)
try:
    shared_memory.SharedMemory(named.name, create=True, size=4096)
except FileExistsError as error:
    print(error.errno)
for text in '''len(one.name), one.name[:4], one.size, two.size, named.size
len(one.buf), type(one.buf).__name__, one.buf.readonly
repr(one) == f'SharedMemory({one.name!r}, size=100)\''''.splitlines():
    show(text)
one.buf[:5] = b'hello'
two.buf[0] = 74
print(bytes(one.buf[:5]), two.buf[4], one.buf[:5] == two.buf[:5])


def child(name):
    mine = shared_memory.SharedMemory(name)
    mine.buf[90:] = bytes(range(10))
    mine.close()


process = ctx.Process(target=child, args=(one.name,))
process.start()
process.join()
print(list(one.buf[88:]))
view = one.buf[:3]
show('one.close()')
view.release()
show('one.close()')
show('one.buf')
show('one.close()')
print(bytes(two.buf[:5]))
two.close()
two.unlink()
show('two.unlink()')
show('shared_memory.SharedMemory(two.name)')
with open(f'/dev/shm/{named.name}', 'rb') as file:
    print(len(file.read()))
named.close()
named.unlink()
print(os.path.exists(f'/dev/shm/{named.name}'))
