# Children that are killed at any phase: exit codes tell, nobody waits for ever, nothing is left.
import multiprocessing
import os
import queue
import signal
import time

import leftovers


def forever(ready):
    ready.set()
    while True:
        time.sleep(60)


def hold(lock, ready):
    with lock:
        ready.set()
        time.sleep(60)


def write(items, size, ready):
    ready.set()
    while True:
        items.put(bytes(size))


def read(items, ready):
    ready.set()
    while True:
        items.get()


def end(process, number=signal.SIGKILL):
    os.kill(process.pid, number)
    process.join()
    return process.exitcode


def started(target, *args):
    ready = multiprocessing.Event()
    process = multiprocessing.Process(target=target, args=(*args, ready))
    process.start()
    return process, ready


def main():
    # In the middle of its start: whenever the signal comes, the child is over.
    codes = set()
    for number in range(40):
        process, _ = started(forever)
        time.sleep(number / 40 * 0.004)
        codes.add(end(process))
    print('while starting', codes)
    # While it holds a lock: who waits learns it.
    lock = multiprocessing.Lock()
    process, ready = started(hold, lock)
    ready.wait()
    print('while holding a lock', end(process))
    try:
        lock.acquire()
        print('acquired')
    except Exception as error:
        print('told:', isinstance(error, RuntimeError), str(process.pid) in str(error))
    # In the middle of writing to a queue, of small and of large items: the queue goes on.
    for size in 10, 3_000_000:
        items = multiprocessing.Queue()
        for number in range(5):
            process, ready = started(write, items, size)
            ready.wait()
            time.sleep(0.002 * number)
            code = end(process)
        items.put('after')
        while True:
            item = items.get(timeout=20)
            if item == 'after':
                break
            assert len(item) == size
        print('while writing', size, code, items.empty())
        items.close()
        items.join_thread()
    # While it waits for an item: others still get theirs.
    items = multiprocessing.Queue()
    for _ in range(5):
        process, ready = started(read, items)
        ready.wait()
        code = end(process, signal.SIGTERM)
    items.put('mine')
    print('while reading', code, items.get(timeout=20))
    try:
        items.get(timeout=0.01)
    except queue.Empty:
        print('empty')
    # The connection of a child that is gone ends.
    ours, theirs = multiprocessing.Pipe()
    process, ready = started(lambda connection, ready: forever(ready), theirs)
    theirs.close()
    ready.wait()
    end(process)
    try:
        ours.recv()
    except EOFError:
        print('end of file')
    ours.close()


if __name__ == '__main__':
    process, ready = started(forever)
    end(process)
    del process, ready
    before = leftovers.count()
    main()
    after = leftovers.count()
    print(after == before or (before, after))
