"""Items a second through a Queue from one process to another. Prints JSON: {"small": rate, "large": rate}, large items being 1 MB."""
import json
import multiprocessing
import time


def produce(queue, item, count):
    for _ in range(count):
        queue.put(item)


def rate(item, count):
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=produce, args=(queue, item, count + 1))
    process.start()
    queue.get()
    start = time.perf_counter()
    for _ in range(count):
        queue.get()
    taken = time.perf_counter() - start
    process.join()
    return count / taken


if __name__ == "__main__":
    print(json.dumps({"small": max(rate(("item", 7), 50_000) for _ in range(3)), "large": max(rate(bytes(1_000_000), 300) for _ in range(3))}))
