"""Time of CPU-bound work in two processes over that of the same work in sequence. Prints JSON: {"2": ratio}."""
import json
import multiprocessing
import time

ROUNDS = 6_000_000


def work(count):
    total = 0
    for number in range(count):
        total = (total + number * 3) & 0xFFFF
    return total


def timed(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def sequential():
    work(ROUNDS)
    work(ROUNDS)


def parallel():
    processes = [multiprocessing.Process(target=work, args=(ROUNDS,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


if __name__ == "__main__":
    work(ROUNDS // 10)
    alone = min(timed(sequential) for _ in range(5))
    print(json.dumps({"2": min(timed(parallel) for _ in range(5)) / alone}))
