# -X report: futures whose exceptions nobody read.
from concurrent.futures import ThreadPoolExecutor, as_completed


def work(n):
    if n % 2:
        raise ValueError(f'odd:\n{n}')
    return n


with ThreadPoolExecutor(2) as pool:
    lost = pool.submit(work, 1)
    pool.submit(work, 2)
    read = pool.submit(work, 3)
    seen = pool.submit(work, 5)
    pool.submit(work, 7)
    more = [pool.submit(work, 9)]
    for future in as_completed(more):
        try:
            future.result()
        except ValueError as error:
            print('caught', ascii(str(error)))
print(seen.exception())
try:
    read.result()
except ValueError:
    pass
