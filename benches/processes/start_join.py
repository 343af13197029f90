"""Milliseconds to start and join a process, by python3's fastest way (fork) and by Tick's own (spawn). Prints JSON: {"start_join": ms}."""
import json
import multiprocessing
import sys
import time


def nothing():
    pass


def once(context, count):
    start = time.perf_counter()
    for _ in range(count):
        process = context.Process(target=nothing)
        process.start()
        process.join()
        process.close()
    return (time.perf_counter() - start) / count * 1000


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn" if sys.implementation.name == "tick" else "fork")
    once(context, 10)
    print(json.dumps({"start_join": min(once(context, 100) for _ in range(5))}))
