# Lists in segments. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import pickle
import sys
from multiprocessing import shared_memory

ctx = mp.get_context(sys.argv[1])


def show(text, call=eval):
    try:
        print(text, '->', call(text, globals()))
    except BaseException as error:
        print(text, '!!', type(error).__name__, error)


items = shared_memory.ShareableList([1, 2.5, True, None, 'hé', 'abcdefgh', b'raw\x01', -5, False, b'', ''])
for text in '''str(items).replace(items.shm.name, 'NAME')
len(items), list(items)
items.format
items[0], items[-1], items[-11]
items[11]
items.count(1), items.index(None)
items.index('zz')
items.shm.size'''.splitlines():
    show(text)
for text in '''items[0] = 5
items[0] = 'abc'
items[0] = 'abcdefgh'
items[0] = 'abcdefghi'
items[1] = None
items[2] = 7
items[4] = 'x' * 8
items[4] = 'x' * 9
items[5] = 3.5
items[5] = b'bytes'
items[20] = 1
items[6] = 'text\''''.splitlines():
    show(text, exec)
print(list(items), items.format)


def child(name):
    mine = shared_memory.ShareableList(name=name)
    print(mine[0], len(mine), flush=True)
    mine[7] = mine[7] * 100
    mine[8] = True
    mine.shm.close()


process = ctx.Process(target=child, args=(items.shm.name,))
process.start()
process.join()
print(items[7:9] if isinstance(items, list) else [items[7], items[8]])
copy = pickle.loads(pickle.dumps(items))
print(list(copy) == list(items))
copy.shm.close()
segment = pickle.loads(pickle.dumps(items.shm))
# The layout: the number of items, and where each begins.
view = segment.buf[:40].cast('q')
print(view.tolist())
view.release()
segment.close()
items.shm.close()
items.shm.unlink()
for source in [], 'abc', (1,), range(3):
    items = shared_memory.ShareableList(source)
    print(len(items), list(items), items.shm.size)
    items.shm.close()
    items.shm.unlink()
show('shared_memory.ShareableList([[1]])')
show('shared_memory.ShareableList[int]')
