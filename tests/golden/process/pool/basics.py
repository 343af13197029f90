"""The ways to call functions in a pool."""
from multiprocessing import Pool


def square(x):
    return x * x


def add(a, b=10, *, c=100):
    return a + b + c


def boom(x):
    raise ValueError(f'not {x}')


with Pool(2) as pool:
    print(pool)
    print(pool.apply(square, (3,)), pool.apply(add, (1,), {'c': 1000}), pool.apply(add, (1, 2)))
    print(pool.map(square, range(10)), pool.map(square, []), pool.map(square, (n for n in range(3)), chunksize=2))
    print(pool.starmap(add, [(1,), (2, 3)]), pool.starmap(add, [(n, n) for n in range(9)], chunksize=4))
    print(list(pool.imap(square, range(10))), list(pool.imap(square, range(10), chunksize=3)))
    print(sorted(pool.imap_unordered(square, range(10))), sorted(pool.imap_unordered(square, iter('ab'), chunksize=5)
                                                                 if False else pool.imap_unordered(len, ['a', 'bc'], 5)))
    r = pool.apply_async(square, (5,))
    print(r.get(), r.ready(), r.successful(), r.get(timeout=1), r.wait())
    r = pool.map_async(square, range(5), 1)
    print(r.get(10), r.successful())
    print(pool.starmap_async(add, [(1,), (2,)]).get())
    r = pool.apply_async(boom, (1,))
    r.wait()
    print(r.ready(), r.successful())
    try:
        r.get()
    except ValueError as error:
        print(repr(error))
    for call in (lambda: pool.imap(square, [1], 0), pool.join):
        try:
            call()
        except ValueError as error:
            print(error)
    import pickle
    try:
        pickle.dumps(pool)
    except NotImplementedError as error:
        print(error)
print(pool._state)
for call in (lambda: pool.apply(square, (1,)), lambda: pool.map(square, [1]), lambda: pool.imap(square, [1]),
             pool.__enter__):
    try:
        call()
    except ValueError as error:
        print(error)
for options in ({'processes': 0}, {'processes': -1}, {'maxtasksperchild': 0}, {'maxtasksperchild': 'x'}, {'initializer': 5}):
    try:
        Pool(**options)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
