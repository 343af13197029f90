"""Calls of every kind from inside a generator, whose registers are its own."""
import sys


def plain(a, b):
    return a * 10 + b


def defaulted(a, b=2, *, c=3):
    return (a, b, c)


def few(a, b=5, c=6):
    x = a + b + c
    return x


class Point:
    def __init__(self, x, y=7):
        self.x = x
        self.y = y

    def sum(self, extra=1):
        return self.x + self.y + extra


class Loud:
    def __init__(self, n):
        if n == 2:
            raise ValueError("two")
        self.n = n


def nested(n):
    for i in range(n):
        yield plain(i, i)


def caller():
    yield plain(1, 2)
    yield defaulted(1)
    yield defaulted(1, 9, c=8)
    yield few(1)
    yield few(1, 2)
    yield few(1, 2, 3)
    point = Point(3)
    yield point.sum()
    yield point.sum(extra=5)
    yield sys.modules[__name__].Point(4, 5).sum(plain(1, 1))
    yield list(nested(3))
    yield sum(plain(x, x) for x in range(4))
    yield (lambda *a, **k: (a, k))(1, 2, z=3)
    try:
        Loud(2)
    except ValueError as error:
        yield repr(error)
    try:
        plain(1)
    except TypeError as error:
        yield str(error)
    got = yield plain(plain(1, 2), plain(3, few(few(1), few(2, 3))))
    yield got, plain(*got)


generator = caller()
for value in generator:
    print(value)
    if value == plain(12, plain(3, few(few(1), few(2, 3)))):
        print(generator.send((4, 5)))


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


def deep():
    yield down(50)
    try:
        down(10 ** 6)
    except RecursionError:
        yield "too deep"
    yield down(50)


print(list(deep()))


def endless():
    yield from endless()


try:
    list(endless())
except RecursionError as error:
    print(type(error).__name__)


def swapped():
    a = yield 1
    b = yield a
    return a, b


def other():
    q = w = e = r = t = 1
    yield q + w + e + r + t


waiting = swapped()
next(waiting)
swapped.__code__ = other.__code__
print(waiting.send("kept"))
try:
    waiting.send("code")
except StopIteration as stop:
    print(stop.value)
print(list(swapped()))
