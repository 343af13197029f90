# A pool that lives in a manager's server.
import multiprocessing
import operator
import os


def square(n):
    return n * n


def where(_):
    return os.getpid()


def fail(n):
    raise ValueError(n)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        with multiprocessing.get_context(method).Manager() as manager:
            with manager.Pool(2) as pool:
                print(pool.apply(square, (5,)), pool.map(square, range(5)), pool.starmap(operator.add, [(1, 2), (3, 4)]))
                result = pool.apply_async(square, (6,))
                print(result.get(), result.ready(), result.successful(), type(result).__name__)
                print(list(pool.imap(square, range(4))), sorted(pool.imap_unordered(square, range(4))))
                print(pool.map_async(square, [7]).get(timeout=30), os.getpid() in pool.map(where, range(4)))
                try:
                    pool.apply(fail, (1,))
                except ValueError as error:
                    print('ValueError', error)
