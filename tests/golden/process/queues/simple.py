"""SimpleQueue: put, get, empty, close."""
from multiprocessing import Process, SimpleQueue


def echo(incoming, outgoing):
    for item in iter(incoming.get, None):
        outgoing.put(item)


there, back = SimpleQueue(), SimpleQueue()
p = Process(target=echo, args=(there, back))
p.start()
for item in (1, 'two', [3], b'4' * 1_000_000):
    there.put(item)
    result = back.get()
    print(result == item, back.empty())
there.put(None)
p.join()
print(there.empty())
try:
    there.put(lambda: 0)
except Exception as error:
    print('pickle' in str(error))
there.put(5)
print(there.empty(), there.get())
there.close()
try:
    there.get()
except OSError as error:
    print(error)
