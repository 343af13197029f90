# An executor with idle workers, closed by `with`.
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

with ThreadPoolExecutor(4) as pool:
    futures = [pool.submit(pow, 2, number) for number in range(20)]
    wait(futures)
    print(sum(future.result() for future in as_completed(futures)))
    print(list(pool.map(abs, range(-3, 3))))
print('done')
