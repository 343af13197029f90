"""Exceptions: raised and caught near and far, finally, re-raise, not raised at all. Argument: rounds. Prints counters."""
import sys


class Rejected(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


def check(value):
    if value % 3 == 0:
        raise Rejected(value)
    return value


def deep(level, value):
    if level == 0:
        return check(value)
    return deep(level - 1, value)


def guarded(value):
    try:
        return deep(4, value)
    finally:
        counters[0] += 1


counters = [0]


def main(rounds):
    caught = passed = keys = numbers = untouched = 0
    table = {i: i for i in range(0, 100, 2)}
    for i in range(rounds):
        try:
            guarded(i)
        except Rejected as error:
            caught += error.value & 1
        else:
            passed += 1
        try:
            table[i % 100]
        except KeyError:
            keys += 1
        try:
            untouched += i
        except ValueError:
            untouched = 0
        try:
            try:
                if i % 5 == 0:
                    int("not a number")
            except ValueError as error:
                raise TypeError("wrapped") from error
        except TypeError:
            numbers += 1
    print(caught, passed, keys, numbers, untouched, counters[0])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 700000)
