"""Two threads that hand a lock's turn to each other as fast as they can, and do a little work in between: about a hundred thousand
switches a second. With `record` the program records itself and throws the recording away; with `small` it does less."""
import sys
import threading

ROUNDS = 50_000 // (10 if "small" in sys.argv else 1)
mine, yours = threading.Semaphore(1), threading.Semaphore(0)


def work():
    total = 0
    for number in range(1_800):
        total += number
    return total


def turns(wait, give):
    for _ in range(ROUNDS):
        wait.acquire()
        work()
        give.release()


if "record" in sys.argv:
    import _tick
    _tick.begin()
threads = [threading.Thread(target=turns, args=pair) for pair in ((mine, yours), (yours, mine))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
