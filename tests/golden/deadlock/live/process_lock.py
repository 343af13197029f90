# Processes that contend for two locks, in one order.
import multiprocessing


def work(first, second, counter):
    for _ in range(100):
        with first, second:
            counter.value += 1


first, second = multiprocessing.Lock(), multiprocessing.RLock()
counter = multiprocessing.Value('i', 0, lock=False)
processes = [multiprocessing.Process(target=work, args=(first, second, counter)) for _ in range(2)]
for process in processes:
    process.start()
work(first, second, counter)
for process in processes:
    process.join()
print(counter.value)
