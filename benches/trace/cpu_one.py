"""One thread that computes. With `record` it records itself and throws the recording away; with `small` it does less."""
import sys

PART = 20 if "small" in sys.argv else 1


def work():
    total = 0
    for number in range(60_000_000 // PART):
        total += number & 7
    return total


def fib(number):
    return number if number < 2 else fib(number - 1) + fib(number - 2)


if "record" in sys.argv:
    import _tick
    _tick.begin()
work()
fib(31 if PART == 1 else 24)
