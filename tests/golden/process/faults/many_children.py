# A thousand children in a row and a hundred at once leave nothing behind.
import multiprocessing

import leftovers


def nothing(number):
    if number % 10 == 3:
        raise SystemExit(number % 7)


def wait(gate, done):
    gate.wait()
    done.release()


if __name__ == '__main__':
    process = multiprocessing.Process(target=nothing, args=(0,))
    process.start()
    process.join()
    del process
    before = leftovers.count()
    codes = {}
    for number in range(1000):
        process = multiprocessing.Process(target=nothing, args=(number,))
        process.start()
        process.join()
        codes[process.exitcode] = codes.get(process.exitcode, 0) + 1
    print(sorted(codes.items()))
    gate, done = multiprocessing.Event(), multiprocessing.Semaphore(0)
    crowd = [multiprocessing.Process(target=wait, args=(gate, done)) for _ in range(100)]
    for process in crowd:
        process.start()
    print(sum(process.is_alive() for process in crowd), len(multiprocessing.active_children()))
    gate.set()
    for process in crowd:
        done.acquire()
        process.join()
    print({process.exitcode for process in crowd})
    del crowd, process, gate, done
    after = leftovers.count()
    print(after == before or (before, after))
