# Dining philosophers, all of whom take the left fork first.
import threading

COUNT = 5
forks = [threading.Lock() for _ in range(COUNT)]
table = threading.Barrier(COUNT)


def dine(number):
    with forks[number]:
        table.wait()
        with forks[(number + 1) % COUNT]:
            print('never')


threads = [threading.Thread(target=dine, args=(number,), name=f'philosopher {number}') for number in range(COUNT)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
