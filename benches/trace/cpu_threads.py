"""Four threads that compute; they switch every millisecond. With an argument the program records itself and throws the recording away."""
import sys
import threading


def work():
    total = 0
    for number in range(30_000_000):
        total += number & 7
    return total


if len(sys.argv) > 1:
    import _tick
    _tick.begin()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
