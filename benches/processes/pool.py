"""A pool of two: milliseconds until its first result, microseconds for a trivial task. python3 forks, Tick spawns.
Prints JSON: {"first_result": ms, "task": us}."""
import json
import multiprocessing
import sys
import time


def same(x):
    return x


def first(context):
    start = time.perf_counter()
    pool = context.Pool(2)
    pool.apply(same, (1,))
    taken = time.perf_counter() - start
    pool.terminate()
    pool.join()
    return taken * 1000


def tasks(context, count):
    with context.Pool(2) as pool:
        pool.map(same, range(100), chunksize=1)
        start = time.perf_counter()
        pool.map(same, range(count), chunksize=1)
        return (time.perf_counter() - start) / count * 1e6


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn" if sys.implementation.name == "tick" else "fork")
    print(json.dumps({"first_result": min(first(context) for _ in range(15)), "task": min(tasks(context, 10_000) for _ in range(3))}))
