# Workers that die, results that cannot travel, results larger than a pipe: an error each, and the pool goes on or says that it cannot.
import concurrent.futures
import multiprocessing
import os
import signal

import leftovers


def double(x):
    return 2 * x


def kill_me(x):
    os.kill(os.getpid(), signal.SIGKILL)


def leave(x):
    os._exit(9)


def unpicklable(x):
    return lambda: x


def large(x):
    return bytes([x]) * 5_000_000


def failing(x):
    raise ValueError(f'no {x}')


class Odd:
    def __reduce__(self):
        return failing, ('loading',)


def odd(x):
    return Odd()


def outcome(act):
    try:
        return act()
    except Exception as error:
        return type(error).__name__


def main():
    with multiprocessing.Pool(2) as pool:
        print(pool.map(double, range(5)))
        for task in unpicklable, failing, kill_me, leave, odd:
            print(task.__name__, outcome(lambda: pool.apply_async(task, (1,)).get(timeout=30)))
            print('goes on:', pool.apply_async(double, (21,)).get(timeout=30))
        print([len(item) for item in pool.map(large, range(3))])
        print(outcome(lambda: pool.apply_async(double, (lambda: 0,)).get(timeout=30)))
        print(pool.map(double, range(3)))
        pool.close()
        pool.join()
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        print(executor.submit(double, 4).result(), outcome(lambda: executor.submit(unpicklable, 1).result(timeout=30)),
              outcome(lambda: executor.submit(failing, 1).result(timeout=30)), len(executor.submit(large, 1).result()))
        print(outcome(lambda: executor.submit(kill_me, 1).result(timeout=30)))
        print(outcome(lambda: executor.submit(double, 1).result(timeout=30)))


if __name__ == '__main__':
    with multiprocessing.Pool(1) as pool:
        pool.apply(double, (1,))
    pool.join()
    del pool
    before = leftovers.count()
    main()
    after = leftovers.count()
    print(after == before or (before, after))
