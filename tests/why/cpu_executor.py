# why: cpu
from concurrent.futures import ThreadPoolExecutor


def work(number):
    return sum(n * n for n in range(100_000 + number))


with ThreadPoolExecutor(4) as pool:
    sum(pool.map(work, range(16)))
