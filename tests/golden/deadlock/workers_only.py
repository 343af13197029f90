# Two workers are in a cycle while the main thread goes on: it is told at once, and the main thread gets the error where it is.
import threading
import time

first, second = threading.Lock(), threading.RLock()
meeting = threading.Barrier(2)


def work(one, other):
    with one:
        meeting.wait()
        with other:
            print('never')


threads = [
    threading.Thread(target=work, args=(first, second), name='left'),
    threading.Thread(target=work, args=(second, first), name='right'),
]
try:
    for thread in threads:
        thread.start()
    while True:
        time.sleep(10)
except threading.DeadlockError as error:
    print(type(error).__mro__[:2])
    print(error)
print('The main thread goes on; at the end nobody waits for the others.')
