from concurrent.futures import ThreadPoolExecutor
def add(a, b=0):
    return a + b
with ThreadPoolExecutor(max_workers=2) as pool:
    f = pool.submit(add, 1, b=2)
    print(f.result(), f.done(), f.running(), f.cancelled(), f.exception(), f.cancel())
    fs = [pool.submit(pow, 2, i) for i in range(10)]
    print([f.result() for f in fs])
    try:
        pool.submit()
    except TypeError:
        print('TypeError')
try:
    pool.submit(add, 1)
except RuntimeError as e:
    print(e)
