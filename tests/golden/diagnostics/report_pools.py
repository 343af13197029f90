# -X report: results of pools whose exceptions nobody read.
from multiprocessing.pool import Pool, ThreadPool


def work(n):
    if n % 2:
        raise ValueError(f'odd: {n}')
    return n


seen = []
with ThreadPool(2) as pool:
    lost = pool.apply_async(work, (1,))
    fine = pool.apply_async(work, (2,))
    told = pool.apply_async(work, (3,), error_callback=seen.append)
    asked = pool.apply_async(work, (5,))
    many = pool.map_async(work, range(8), 4)
    for result in lost, fine, told, asked, many:
        result.wait()
    print(asked.successful(), fine.get(), [str(error) for error in seen])
    try:
        pool.apply(work, (7,))
    except ValueError as error:
        print('caught', error)
with Pool(1) as pool:
    lost = pool.apply_async(work, (9,))
    lost.wait()
