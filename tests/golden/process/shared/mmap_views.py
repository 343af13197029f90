# Memory views on mapped memory, and what takes bytes-like objects.
import array
import io
import mmap
import struct

memory = mmap.mmap(-1, 64)
view = memoryview(memory)
print(len(view), view.format, view.readonly, view.itemsize, view.nbytes, view.shape, view.obj is memory, view.contiguous)
view[:4] = b'abcd'
view[4] = 101
print(view[0], bytes(view[:6]), view[:6].tolist(), memory[:6])
view[0:6:2] = b'XYZ'
print(memory[:6], bytes(view[5::-1]), view[1:6:2].tobytes())
for text in ('view[:2] = b"toolong"', 'view[64] = 1', 'view[0] = 256', 'view[0] = "a"', 'del view[0]', 'memory.close()',
             'memory.resize(10)', 'view.cast("q")[8]', 'hash(view)'):
    try:
        exec(text)
    except Exception as error:
        print(text, type(error).__name__, error)
for code in 'bBhHiIlLqQfd':
    items = view.cast(code)
    items[1] = 77
    items[-1] = 1
    print(code, items[1], items[-1], len(items), items.tolist().count(1))
    items.release()
struct.pack_into('<hI', memory, 8, -2, 7)
print(struct.unpack_from('<hI', memory, 8), struct.unpack_from('<hI', view[8:]))
print(io.BytesIO(b'0123456789').readinto(view[:4]), memory[:5])
print(bytearray(view[:3]), b'-'.join([view[:2], memory[2:4]]), array.array('B', view[:3]), int.from_bytes(view[:2], 'big'))
print(view[:4] == b'0123', view[:2] == memory[:2], view[:2] != view[2:4])
print(sum(view[:4]), 48 in view[:4], list(reversed(view[:2])), view[:2].hex(), [*view[:3]])
with memoryview(memory) as second:
    second[0] = 33
print(view[0], view.toreadonly().readonly)
read_only = memoryview(view.toreadonly())
try:
    read_only[0] = 1
except TypeError as error:
    print(error)
for each in (view, items, read_only):
    each.release()
try:
    view[0]
except ValueError as error:
    print(error)
import gc
gc.collect()
memory.close()
for text in 'memoryview(memory)', 'bytes(memory)', 'struct.unpack_from("b", memory)', 'io.BytesIO(b"a").readinto(memory)':
    try:
        exec(text)
    except (ValueError, TypeError) as error:
        print(text, type(error).__name__)
