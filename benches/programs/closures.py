"""Closures: counters with nonlocal, composed functions, partial application, memo tables. Argument: rounds. Prints a checksum."""
import sys


def counter(step):
    total = 0

    def advance(extra=0):
        nonlocal total
        total += step + extra
        return total
    return advance


def compose(f, g):
    return lambda x: f(g(x))


def adder(n):
    return lambda x: x + n


def memoised(f):
    table = {}

    def wrapper(n):
        if n not in table:
            table[n] = f(n)
        return table[n]
    return wrapper


def main(rounds):
    counters = [counter(step) for step in range(1, 5)]
    pipeline = adder(0)
    for n in range(6):
        pipeline = compose(adder(n), pipeline)

    @memoised
    def collatz(n):
        return 0 if n == 1 else 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)

    total = 0
    for i in range(rounds):
        for advance in counters:
            total += advance(i & 1)
        total = pipeline(total) % 1000003
        if i % 8 == 0:
            total += collatz(i % 5000 + 1)
            total += sum(map(lambda x: x * i & 3, (1, 2, 3)))
    print(total)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 800000)
