"""ThreadPool, and multiprocessing.dummy."""
import threading
from multiprocessing import dummy
from multiprocessing.pool import ThreadPool


def square(x):
    return x * x


def boom():
    raise ValueError('here')


local = threading.local()


def prepare(value):
    local.value = value


def prepared(x):
    return local.value + x


with ThreadPool(3) as pool:
    print(pool)
    print(pool.map(square, range(10)), pool.apply(square, (3,)), list(pool.imap(square, range(5))),
          sorted(pool.imap_unordered(square, range(5))), pool.starmap(pow, [(2, 3), (3, 2)]))
    print(pool.apply(lambda: 'no pickles needed'))
    try:
        pool.apply(boom)
    except ValueError as error:
        print(repr(error), error.__cause__)
    seen = []
    pool.map_async(square, range(3), callback=seen.append).wait()
    print(seen)
pool = ThreadPool(2, prepare, (10,))
print(pool.map(prepared, range(4)))
pool.close()
pool.join()
try:
    pool.map(square, [1])
except ValueError as error:
    print(error)

with dummy.Pool(2) as pool:
    print(pool.map(square, range(3)))
# Its threads end some time after that.
pool.join()
a, b = dummy.Pipe()
a.send([1])
print(b.poll(), b.recv(), b.poll(), b.poll(0.01))


def child(queue):
    queue.put(dummy.current_process().name)


q = dummy.Queue()
p = dummy.Process(target=child, args=(q,), name='the thread')
print(p.exitcode)
p.start()
p.join()
print(q.get(), p.exitcode, dummy.active_children())
n = dummy.Namespace(a=1, _b=2)
v = dummy.Value('i', 3)
v.value += 1
print(n, v, dummy.Array('i', [1, 2]), dummy.Manager().list([1]), dummy.freeze_support())
