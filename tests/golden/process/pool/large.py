"""Arguments and results larger than the channels, and more tasks than fit into one."""
from multiprocessing import Pool


def echo(data):
    return data


def size(data):
    return len(data)


with Pool(2) as pool:
    data = bytes(range(256)) * 8000
    print(pool.map(size, [data] * 4, chunksize=1), pool.map(len, pool.map(bytes, [3_000_000] * 3)))
    print(all(result == data for result in pool.imap(echo, [data] * 4)))
    print(sum(pool.map(echo, range(20000), chunksize=1)) == sum(range(20000)))
    calls = [pool.apply_async(echo, (number,)) for number in range(3000)]
    print(sum(call.get() for call in calls) == sum(range(3000)))

    def endless():
        number = 0
        while True:
            yield number
            number += 1
    iterator = pool.imap(echo, endless())
    print([next(iterator) for _ in range(5)])
