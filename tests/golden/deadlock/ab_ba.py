# Two threads take two locks in opposite orders.
import threading

first, second = threading.Lock(), threading.Lock()
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
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
