"""Times a second that a Lock between processes is taken and released, by one process and by two at once.
Prints JSON: {"uncontended": rate, "contended": rate}, the latter of both together."""
import json
import multiprocessing
import time


def take(lock, count, start, done):
    start.wait()
    for _ in range(count):
        with lock:
            pass
    done.release()


def alone(count):
    lock = multiprocessing.Lock()
    start = time.perf_counter()
    for _ in range(count):
        with lock:
            pass
    return count / (time.perf_counter() - start)


def together(count):
    lock, begin, done = multiprocessing.Lock(), multiprocessing.Event(), multiprocessing.Semaphore(0)
    processes = [multiprocessing.Process(target=take, args=(lock, count, begin, done)) for _ in range(2)]
    for process in processes:
        process.start()
    time.sleep(0.2)
    start = time.perf_counter()
    begin.set()
    for _ in processes:
        done.acquire()
    taken = time.perf_counter() - start
    for process in processes:
        process.join()
    return 2 * count / taken


if __name__ == "__main__":
    print(json.dumps({"uncontended": max(alone(300_000) for _ in range(3)), "contended": max(together(100_000) for _ in range(3))}))
