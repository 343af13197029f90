"""Four threads that compute; they switch every millisecond. With `record` the program records itself and throws the recording away;
with `small` it does less."""
import sys
import threading

ROUNDS = 30_000_000 // (10 if "small" in sys.argv else 1)


def work():
    total = 0
    for number in range(ROUNDS):
        total += number & 7
    return total


if "record" in sys.argv:
    import _tick
    _tick.begin()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
