# multiprocessing's pool of threads.
from multiprocessing.pool import ThreadPool

with ThreadPool(3) as pool:
    print(pool.map(abs, range(-5, 5)))
    print(sorted(pool.imap_unordered(abs, [-1, 2, -3])))
