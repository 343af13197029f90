"""Lists: append, pop, index, slice, comprehension, nested rows, matrix product. Argument: rounds. Prints a checksum."""
import sys


def multiply(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def rotate(items, count):
    return items[count:] + items[:count]


def main(rounds):
    checksum = 0
    for turn in range(rounds):
        stack = []
        for i in range(3000):
            stack.append(i ^ turn)
            if i % 3 == 2:
                checksum += stack.pop()
        stack.reverse()
        evens = [x for x in stack if x % 2 == 0]
        pairs = [(a, b) for a, b in zip(evens, evens[1:]) if a > b]
        checksum += len(pairs)
        window = rotate(evens, 17)
        for i in range(len(window) - 1):
            if window[i] < window[i + 1]:
                window[i], window[i + 1] = window[i + 1], window[i]
        checksum += window[0] + window[-1] + sum(window[10:500:7])
        flags = [False] * 2000
        for i in range(2, 45):
            if not flags[i]:
                for j in range(i * i, 2000, i):
                    flags[j] = True
        checksum += flags.count(False)
    size = 24
    a = [[(i * j) % 7 for j in range(size)] for i in range(size)]
    for _ in range(rounds // 5):
        a = [[value % 11 for value in row] for row in multiply(a, a)]
    print(checksum, sum(map(sum, a)))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1100)
