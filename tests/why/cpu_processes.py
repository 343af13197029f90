# why: cpu
import multiprocessing


def work(size):
    total = 0
    for number in range(size):
        total += number * number
    return total


with multiprocessing.Pool(2) as pool:
    pool.map(work, [2_000_000] * 4)
