"""`super()` in all positions: cached, rebound, in class and static methods, with changing bases."""


def show(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class A:
    def who(self, *a, **k):
        return ["A", a, k]

    @classmethod
    def make(cls):
        return cls.__name__ + " by A"

    @staticmethod
    def plain(x):
        return ("A", x)

    @property
    def value(self):
        return "value of A"

    def __init__(self):
        self.made = ["A"]


class B(A):
    def who(self, *a, **k):
        return ["B"] + super().who(*a, **k)

    @classmethod
    def make(cls):
        return "B " + super().make()

    @staticmethod
    def plain(x):
        return ("B",) + A.plain(x)

    @property
    def value(self):
        return "B over " + super().value

    def __init__(self):
        super().__init__()
        self.made.append("B")

    def missing(self):
        return super().missing()


class C(A):
    def who(self, *a, **k):
        return ["C"] + super().who(*a, **k)

    def __init__(self):
        super().__init__()
        self.made.append("C")


class D(B, C):
    def who(self, *a, **k):
        return ["D"] + super().who(*a, **k)

    def __init__(self):
        super().__init__()
        self.made.append("D")


for _ in range(3):
    for o in (A(), B(), C(), D(), D()):
        print(o.who(1, x=2), o.made, o.value, o.make(), o.plain(3))
print(show(B().missing))

# A base changes.
old = A.who
A.who = lambda self, *a, **k: ["new A"]
print(D().who(), B().who())
A.who = old
print(D().who())
C.who = lambda self, *a: ["short C"]
print(D().who(), B().who())
del C.who
print(D().who())


# The name is not always the built-in.
def outer():
    class super:
        def __init__(self):
            pass

        def who(self):
            return "another super"

    class E(A):
        def who(self):
            return super().who()
    return E().who()


print(outer())


class F(A):
    def who(self):
        return super().who()


def fake():
    class Fake:
        def who(self):
            return "fake"
    return Fake()


print([F().who() for _ in range(2)])
super, kept = fake, super
print([F().who() for _ in range(2)])
super = kept
print([F().who() for _ in range(2)])
super = len
print(show(F().who))
del super
print([F().who() for _ in range(2)])


# The first parameter may be anything.
class G(A):
    def rebound(self):
        self = D()
        return show(lambda: super(G, self).who())

    def rebound_plain(self, other):
        self = other
        return super().who()

    def deleted(self):
        del self
        return super().who()

    def captured(self):
        again = lambda: self
        return super().who(), again() is self

    def star(*arguments):
        return super().who(len(arguments))

    def none():
        return super().who()

    def inner(self):
        def f(self):
            return super().who()
        return f(self)

    def listed(self):
        return [super(G, self).who() for _ in range(2)]

    def in_generator(self):
        yield super().who()
        yield super().who("again")


g = G()
print(g.rebound(), show(g.rebound_plain, g), show(g.rebound_plain, 5), show(g.rebound_plain, G))
print(show(g.deleted))
print(g.captured(), show(g.star), show(G.none), g.inner(), g.listed(), list(g.in_generator()))


# The cell of the class: one code, several classes.
def factory(base):
    class Made(base):
        def who(self):
            return [base.__name__] + super().who()
    return Made


made = [factory(A), factory(B), factory(C)]
for _ in range(2):
    print([m().who() for m in made])


class H:
    def __new__(cls, *arguments):
        made = super().__new__(cls)
        made.arguments = arguments
        return made

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__()
        cls.keywords = keywords

    def __getattribute__(self, name):
        if name == "odd":
            return "odd"
        return super().__getattribute__(name)

    def __setattr__(self, name, value):
        super().__setattr__(name, value)

    def __eq__(self, other):
        return super().__eq__(other)

    __hash__ = None

    def __repr__(self):
        return "H " + super().__repr__()[:9]


class I(H, x=1):
    pass


i = I(1, 2)
i.z = 3
print(i.arguments, I.keywords, i.odd, i.z, i == i, i == 3, repr(i), show(lambda: i.nothing))


class L(list):
    def append(self, x):
        super().append(x * 2)

    def __len__(self):
        return super().__len__() + 100


l = L()
for n in range(5):
    l.append(n)
print(list(l), len(l))


class K(Exception):
    def __init__(self, text, code):
        super().__init__(text)
        self.code = code

    def __str__(self):
        return super().__str__() + f" [{self.code}]"


for n in range(3):
    try:
        raise K("failed", n)
    except K as error:
        print(error, error.args)
