"""Exceptions from workers: their traceback, what cannot be pickled on either way, iterables that fail."""
from multiprocessing import Pool
from multiprocessing.pool import MaybeEncodingError


class Stubborn(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)


class Poison:
    def __reduce__(self):
        return int, ('no number',)


def outer(x):
    inner(x)


def inner(x):
    raise KeyError(x)


def make_lambda():
    return lambda: 0


def make_poison():
    return Poison()


def take(x):
    return x


def fail_after(count):
    yield from range(count)
    raise OSError('no more')


with Pool(2) as pool:
    try:
        pool.apply(outer, (1,))
    except KeyError as error:
        cause = error.__cause__
        lines = [line.strip() for line in str(cause).splitlines() if 'File' not in line or __file__ in line]
        print(repr(error), type(cause).__name__, lines[1:2], lines[-2:], 'inner(x)' in lines)
    try:
        pool.apply(make_lambda)
    except MaybeEncodingError as error:
        text = str(error)
        print(text.startswith("Error sending result: '<function make_lambda.<locals>.<lambda> at 0x"), 'Reason:' in text)
    try:
        pool.apply(take, (lambda: 0,))
    except Exception as error:
        print(type(error).__name__ in ('PicklingError', 'AttributeError'))
    try:
        pool.apply(lambda: 0)
    except Exception as error:
        print(type(error).__name__ in ('PicklingError', 'AttributeError'))
    try:
        pool.map(inner, [1, 2, 3, 4], chunksize=2)
    except KeyError as error:
        print(error.args[0] in (1, 3))
    for map in pool.imap, pool.imap_unordered:
        for chunksize in 1, 2:
            results, iterator = [], map(take, fail_after(4), chunksize)
            try:
                for result in iterator:
                    results.append(result)
            except OSError as error:
                # Without an order the error may overtake results.
                print(sorted(results) if map == pool.imap else set(results) <= set(range(4)), error)
    iterator = pool.imap(outer, [1])
    try:
        next(iterator)
    except KeyError as error:
        print(repr(error), type(error.__cause__).__name__)
    try:
        pool.map(take, fail_after(3))
    except OSError as error:
        print(error)
    print(pool.apply(take, (5,)))
