# SimpleQueue, many rounds.
import queue
import threading

there, back = queue.SimpleQueue(), queue.SimpleQueue()


def echo():
    for item in iter(there.get, None):
        back.put(item)


threading.Thread(target=echo).start()
for number in range(500):
    there.put(number)
    assert back.get() == number
there.put(None)
print('done')
