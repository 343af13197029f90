"""Items a second through a Pipe, one way and there and back. Prints JSON: {"small": rate, "large": rate, "round_trip": rate}."""
import json
import multiprocessing
import time


def produce(connection, item, count):
    for _ in range(count):
        connection.send(item)


def echo(connection, count):
    for _ in range(count):
        connection.send(connection.recv())


def rate(item, count):
    reader, writer = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=produce, args=(writer, item, count + 1))
    process.start()
    reader.recv()
    start = time.perf_counter()
    for _ in range(count):
        reader.recv()
    taken = time.perf_counter() - start
    process.join()
    return count / taken


def round_trips(count):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=echo, args=(theirs, count + 1))
    process.start()
    ours.send(0)
    ours.recv()
    start = time.perf_counter()
    for number in range(count):
        ours.send(number)
        ours.recv()
    taken = time.perf_counter() - start
    process.join()
    return count / taken


if __name__ == "__main__":
    print(json.dumps({
        "small": max(rate(("item", 7), 50_000) for _ in range(3)),
        "large": max(rate(bytes(1_000_000), 300) for _ in range(3)),
        "round_trip": max(round_trips(10_000) for _ in range(3)),
    }))
