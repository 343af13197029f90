# Shared memory that goes with its manager.
import multiprocessing
from multiprocessing import shared_memory
from multiprocessing.managers import SharedMemoryManager


def double(numbers, segment):
    for index in range(len(numbers)):
        numbers[index] *= 2
    segment.buf[0] = 42


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        with SharedMemoryManager(ctx=context) as manager:
            segment = manager.SharedMemory(size=100)
            numbers = manager.ShareableList([1, 2.5, 'ab'])
            print(segment.size >= 100, list(numbers))
            process = context.Process(target=double, args=(numbers, segment))
            process.start()
            process.join()
            print(list(numbers)[:2], segment.buf[0], process.exitcode)
            names = segment.name, numbers.shm.name
            segment.close()
            numbers.shm.close()
        for name in names:
            try:
                shared_memory.SharedMemory(name)
            except FileNotFoundError:
                print('gone')
