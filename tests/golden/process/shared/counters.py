# Values and arrays that several processes change. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import sys

ctx = mp.get_context(sys.argv[1])


def count(value, array, number):
    for _ in range(1000):
        with value.get_lock():
            value.value += 1
        with array:
            array[number] += 2
            array[-1] += 1


value, array = ctx.Value('i', 100), ctx.Array('q', 4)
processes = [ctx.Process(target=count, args=(value, array, number)) for number in range(3)]
for process in processes:
    process.start()
for process in processes:
    process.join()
print(value.value, array[:], value, value.get_lock())

# An item is never seen half written.
raw = ctx.RawArray('Q', 2)
stop = ctx.Event()


def flip():
    while not stop.is_set():
        raw[0] = 0
        raw[0] = 2 ** 64 - 1


process = ctx.Process(target=flip)
process.start()
seen = {raw[0] for _ in range(20000)}
stop.set()
process.join()
print(seen <= {0, 2 ** 64 - 1})

# Text and bytes, changed in the child.
text, letters = ctx.Array('c', b'hello world'), ctx.RawArray('u', 'grüße')


def change():
    text.value = b'bye'
    text[4:6] = b'??'
    letters[0] = 'G'
    letters.value = letters.value[:3].upper()


process = ctx.Process(target=change)
process.start()
process.join()
print(text.value, text.raw, letters.value, letters[:])

# One lock for several values.
lock = ctx.Lock()
one, two = ctx.Value('d', 1.5, lock=lock), ctx.Array('h', [1, 2, 3], lock=lock)
print(one.get_lock() is two.get_lock(), one.value, two[1:])
with lock:
    print(lock)
# A number without a lock can still get one later.
raw = ctx.RawValue('i', 7)
print(mp.sharedctypes.synchronized(raw), mp.sharedctypes.synchronized(raw, lock).get_lock() is lock)
