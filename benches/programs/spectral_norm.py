"""Power iteration on an endless matrix: calls, generators, float division. Argument: the size. Prints the norm."""
import sys
from math import sqrt


def entry(row, column):
    diagonal = row + column
    return 1.0 / (diagonal * (diagonal + 1) // 2 + row + 1)


def times(vector):
    size = range(len(vector))
    return [sum(entry(row, column) * vector[column] for column in size) for row in size]


def times_transposed(vector):
    size = range(len(vector))
    return [sum(entry(row, column) * vector[row] for row in size) for column in size]


def main(size):
    u = [1.0] * size
    for _ in range(10):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    both = sum(a * b for a, b in zip(u, v))
    square = sum(b * b for b in v)
    print("%.9f" % sqrt(both / square))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 290)
