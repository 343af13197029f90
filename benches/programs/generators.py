"""Generators: pipelines, recursion with yield from, send. Argument: how many numbers. Prints a checksum."""
import sys


def numbers(count):
    n = 0
    while n < count:
        yield n
        n += 1


def odd(source):
    for n in source:
        if n & 1:
            yield n


def squares(source):
    for n in source:
        yield n * n


def pairs(source):
    for n in source:
        yield n, next(source, 0)


def inorder(low, high):
    if low < high:
        middle = (low + high) // 2
        yield from inorder(low, middle)
        yield middle
        yield from inorder(middle + 1, high)


def averager():
    total = count = 0
    mean = 0
    while True:
        total += yield mean
        count += 1
        mean = total // count


def main(count):
    total = 0
    for a, b in pairs(squares(odd(numbers(count)))):
        total = (total + a * 3 + b) % 1000000007
    total += sum(x * y for x in range(300) for y in range(300) if (x + y) % 3 == 0)
    total += sum(inorder(0, count // 16))
    mean = averager()
    next(mean)
    for n in numbers(count // 2):
        last = mean.send(n)
    print(total, last)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 3500000)
