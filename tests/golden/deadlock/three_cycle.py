# Three threads in a circle.
import threading

locks = {name: threading.Lock() for name in 'abc'}
meeting = threading.Barrier(3)


def work(one, other):
    with locks[one]:
        meeting.wait()
        with locks[other]:
            print('never')


threads = [
    threading.Thread(target=work, args=pair, name=f'from {pair[0]} to {pair[1]}')
    for pair in ('ab', 'bc', 'ca')
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
