"""Arguments and results larger than the channels, many calls, calls from several threads."""
import threading
from concurrent.futures import ProcessPoolExecutor


def echo(data):
    return data


with ProcessPoolExecutor(2) as executor:
    data = b'z' * 2_000_000
    print(all(result == data for result in executor.map(echo, [data] * 5)))
    print(sum(executor.map(echo, range(3000))) == sum(range(3000)), sum(executor.map(echo, range(50000), chunksize=500)))
    sums = []

    def submit():
        sums.append(sum(future.result() for future in [executor.submit(echo, number) for number in range(200)]))
    threads = [threading.Thread(target=submit) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sums)
