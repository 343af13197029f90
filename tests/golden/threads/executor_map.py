from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(str, range(5))))
    print(list(pool.map(pow, [2, 3, 4], [2, 2])))
    it = pool.map(int, ['1', 'x', '3'])
    print(next(it))
    try:
        next(it)
    except ValueError as e:
        print(e)
    try:
        next(it)
    except StopIteration:
        print('over')
    print(type(it).__name__, list(pool.map(str, [])))
