# Two children, while the parent waits for them.
import multiprocessing


def work(one, other, barrier):
    with one:
        barrier.wait()
        with other:
            pass


first, second, meeting = multiprocessing.RLock(), multiprocessing.Lock(), multiprocessing.Barrier(2)
children = [
    multiprocessing.Process(target=work, args=(first, second, meeting), name='there'),
    multiprocessing.Process(target=work, args=(second, first, meeting), name='back'),
]
for child in children:
    child.start()
for child in children:
    child.join()
print(sorted(child.exitcode for child in children))
