"""Calls of bound methods and of instances, which may lose their functions while they run."""
import gc


class Dying:
    def __del__(self):
        print("gone")


class A:
    def __init__(self, name):
        self.name = name

    def f(self, *a):
        return (self.name, a)

    def one(self, x):
        return (self.name, x)

    def none(self):
        return self.name

    def fails(self):
        raise ValueError(self.name)

    def forgets(self):
        global kept
        kept = None
        del A.forgets
        gc.collect()
        return self.name, [x for x in range(3)]

    def __call__(self, x=1):
        return ("called", self.name, x)


class B(A):
    def __call__(self, x):
        global kept
        kept = None
        return ("B called", self.name, x)


a = A("a")
for _ in range(3):
    none, one, f = a.none, a.one, a.f
    print(none(), one(2), f(3, 4), a(5), a())
    a.handler, a.callee = a.one, B("inner")
    print(a.handler(6), a.callee(7))
kept = A("k").forgets
print(kept())
kept = B("kept")
print(kept(8))
print([function(9) for function in (a.one, a, B("b"), a.callee, print)])


def count(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__, str(error)


print(count(a.one), count(a.one, 1, 2), count(B("x")), count(a.fails), count(a, 1, 2))


def trace(function):
    try:
        function()
    except ValueError as error:
        tb, names = error.__traceback__, []
        while tb:
            names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - trace.__code__.co_firstlineno))
            tb = tb.tb_next
        return names[1:] and names[-1][0]


print([trace(a.fails) for _ in range(3)])


class Endless:
    def __call__(self):
        return self()

    def method(self):
        again = self.method
        return again()


for endless in (Endless(), Endless().method):
    try:
        endless()
    except RecursionError:
        print("RecursionError")


class Plain:
    pass


print(count(Plain()))
Plain.__call__ = lambda self, x: ("given later", x)
plain = Plain()
print([plain(x) for x in range(3)])
Plain.__call__ = lambda self, x: ("and changed", x)
print([plain(x) for x in range(3)])
Plain.__call__ = staticmethod(lambda x: ("static", x))
print([plain(x) for x in range(3)])
Plain.__call__ = a.one
print([plain(x) for x in range(3)])
del Plain.__call__
print(count(plain, 1))


class Once:
    def __init__(self):
        self.dying = Dying()

    def __call__(self):
        return "before"

    def method(self):
        return "before, too"


print(Once()())
one = Once().method
print(one())
del one
print("end")


def in_generator():
    method, callee = a.one, B("g")
    yield method(1)
    yield callee(2)
    yield a.handler(3)


print(list(in_generator()), sum(1 for _ in in_generator()))


class P:
    from collections import namedtuple
    T = namedtuple("T", "x y")


t = [P.T(i, -i) for i in range(40)]
print(sum(p.x for p in t), [p.y for p in t][-1], count(lambda: setattr(t[0], "x", 1))[0])


class S(P.T):
    @property
    def total(self):
        return self.x + self.y

    extra = 7


s = [S(i, 2 * i) for i in range(40)]
print(sum(p.total + p.x + p.extra for p in s), s[3].__dict__)
s[3].extra = 8
print(sum(p.total + p.x + p.extra for p in s))
