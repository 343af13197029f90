"""Lesson: a pool keeps a few processes and gives them many calls; results come back in order, exceptions too."""
import os
from multiprocessing import Pool


def square(number):
    return number * number


def worker(_):
    return os.getpid()


def invert(number):
    return 1 / number


with Pool(2) as pool:
    print("map:", pool.map(square, range(8)))
    print("apply:", pool.apply(square, (12,)))
    later = [pool.apply_async(square, (number,)) for number in range(3)]
    print("apply_async:", [result.get() for result in later])
    print("imap:", list(pool.imap(square, range(4))))
    print("any order:", sorted(pool.imap_unordered(square, range(4))))
    print("starmap:", pool.starmap(pow, [(2, 3), (3, 2)]))
    workers = set(pool.map(worker, range(20)))
    print("at most two other processes:", len(workers) <= 2 and os.getpid() not in workers)
    try:
        pool.apply(invert, (0,))
    except ZeroDivisionError as error:
        print("raised there, caught here:", error)
