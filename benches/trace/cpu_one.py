"""One thread that computes. With an argument it records itself and throws the recording away."""
import sys


def work():
    total = 0
    for number in range(60_000_000):
        total += number & 7
    return total


def fib(number):
    return number if number < 2 else fib(number - 1) + fib(number - 2)


if len(sys.argv) > 1:
    import _tick
    _tick.begin()
work()
fib(31)
