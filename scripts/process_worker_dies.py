"""Lesson: when a worker dies nobody waits for ever: a pool loses that call alone, an executor gives up as a whole."""
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import Pool
from multiprocessing.pool import WorkerLostError


def double(number):
    return 2 * number


def die():
    os._exit(3)


with Pool(2) as pool:
    try:
        pool.apply(die)
    except WorkerLostError as error:
        print("pool:", str(error).partition(") ")[2])
    print("it goes on:", pool.map(double, range(4)))

with ProcessPoolExecutor(2) as executor:
    try:
        executor.submit(die).result()
    except BrokenProcessPool as error:
        print("executor:", error)
    try:
        executor.submit(double, 1)
    except BrokenProcessPool as error:
        print("afterwards:", error)
