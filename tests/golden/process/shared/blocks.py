# Blocks of shared memory: they do not overlap, and nothing is left of them.
import gc
import multiprocessing as mp
import os
from multiprocessing.heap import BufferWrapper

ctx = mp.get_context('fork')


def descriptors():
    return len(os.listdir('/proc/self/fd'))


# What the first child needs stays open.
process = ctx.Process(target=int)
process.start()
process.join()
del process
gc.collect()
before = descriptors()
values = [ctx.RawValue('i', number) for number in range(3000)]
arrays = [ctx.RawArray('d', [number] * number) for number in range(100)]
large = ctx.RawArray('B', 5_000_000)
large[4_999_999] = 9
print(all(value.value == number for number, value in enumerate(values)))
print(all(array[:] == [number] * number for number, array in enumerate(arrays)), large[4_999_999], large[0])
print(descriptors() - before < 12)


def child():
    # What a child makes is its own, and does not disturb what the parent makes meanwhile.
    mine = [ctx.RawValue('q', -1) for _ in range(100)]
    ready.set()
    go.wait()
    print(all(value.value == -1 for value in mine), values[2999].value, flush=True)
    values[0].value = 77


ready, go = ctx.Event(), ctx.Event()
process = ctx.Process(target=child)
process.start()
ready.wait()
mine = [ctx.RawValue('q', 5) for _ in range(100)]
go.set()
process.join()
print(all(value.value == 5 for value in mine), values[0].value)
block = BufferWrapper(10)
view = block.create_memoryview()
view[:3] = b'abc'
print(len(view), bytes(block.create_memoryview()))
for size in -1, 2 ** 63:
    try:
        BufferWrapper(size)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__)
del values, arrays, large, mine, view, block, process
gc.collect()
BufferWrapper._heap = type(BufferWrapper._heap)()
del ready, go
gc.collect()
print(descriptors() - before)
