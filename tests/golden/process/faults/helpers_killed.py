# Somebody ends the helpers of `spawn`: the clone that waits for the next start, the zygote, or both. The next processes run all the
# same, each once, and nothing is left.
import multiprocessing
import os
import signal
import threading
from multiprocessing import zygote

import leftovers


def work(runs):
    with runs.get_lock():
        runs.value += 1


def run(runs, times):
    for _ in range(times):
        process = multiprocessing.Process(target=work, args=(runs,))
        process.start()
        process.join()
        assert process.exitcode == 0, process.exitcode


def alive():
    return {pid for pid, state in leftovers.children() if state != 'Z'}


def helpers():
    """The zygote and the clone that it makes after each start."""
    while len(found := alive()) < 2:
        pass
    clone, = found - {zygote._running[1]}
    return zygote._running[1], clone


def end(*pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    while alive() & set(pids):
        pass


def main():
    runs = multiprocessing.Value('i', 0)
    run(runs, 1)
    maker, clone = helpers()
    end(clone)
    run(runs, 3)
    print('the clone', runs.value, zygote._running[1] != maker)
    maker, clone = helpers()
    end(maker)
    run(runs, 3)
    print('the zygote', runs.value, zygote._running[1] != maker)
    end(*helpers())
    run(runs, 3)
    print('both', runs.value)
    # The clone that waits is the next process.
    maker, clone = helpers()
    process = multiprocessing.Process(target=work, args=(runs,))
    process.start()
    process.join()
    print('waited', process.pid == clone, runs.value)
    # Threads start at once: the clone that waits is only one's.
    threads = [threading.Thread(target=run, args=(runs, 4)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print('threads', runs.value)
    # It is no child that the program knows of.
    helpers()
    try:
        os.waitpid(-1, 0)
    except ChildProcessError as error:
        print(error.strerror)


if __name__ == '__main__':
    run(multiprocessing.Value('i', 0), 1)
    before = leftovers.count()
    main()
    after = leftovers.count()
    print(after == before or (before, after))
