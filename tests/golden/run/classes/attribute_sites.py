"""The same instruction sees objects of many kinds, and classes that change under its feet."""
import sys


def read(o):
    return o.x


def call(o, *a):
    return o.f(*a)


def write(o, v):
    o.x = v


def twice(function, *arguments):
    return [show(function, *arguments) for _ in range(40)][-1]


def show(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Slots:
    __slots__ = ("x",)

    def __init__(self, x=None):
        if x is not None:
            self.x = x


class Plain:
    def __init__(self, x):
        self.x = x


class OnClass:
    x = "on the class"


class Property:
    @property
    def x(self):
        return ("computed", type(self).__name__)


class Raising:
    @property
    def x(self):
        raise AttributeError("from the getter")


class Asking(Raising):
    def __getattr__(self, name):
        return "asked for " + name


class Static:
    @staticmethod
    def x():
        return "static"


class Method:
    def x(self):
        return "method"


class Meta(type):
    @property
    def x(cls):
        return "by the metaclass of " + cls.__name__


class WithMeta(metaclass=Meta):
    x = "hidden by the metaclass"


kinds = [Slots(1), Plain(2), OnClass(), Property(), Raising(), Asking(), OnClass, Plain, WithMeta, Slots(), 5, sys]
for round in range(3):
    for o in kinds:
        print(twice(read, o))
print([twice(read, o)() for o in (Static(), Method(), Static)])
print(Method.x(None), Method().x.__self__.__class__.__name__)

# Classes that change.
o = Plain(1)
print(twice(read, o))
Plain.x = 7
print(twice(read, o), Plain(3).x)
Plain.x = property(lambda self: "a property now")
print(twice(read, o), "no setter" in show(write, o, 4))
del Plain.x
print(twice(read, o))
s = Slots("kept")
member = Slots.x
print(twice(read, s))
Slots.x = "plain"
print(twice(read, s), show(write, s, 1))
Slots.x = member
print(twice(read, s))
del Slots.x
print(show(read, s), show(write, s, 1))
Slots.x = member
print(read(s))


class Later:
    def __init__(self):
        self.x = "mine"


class Value:
    pass


later = Later()
Later.x = Value()
print(twice(read, later))
Value.__get__ = lambda self, o, t: "by __get__"
print(twice(read, later))
Value.__set__ = lambda self, o, v: print("set", v)
print(twice(read, later))
later.x = 3
del Value.__set__
del Value.__get__
print(twice(read, later))


# Counters on classes: the value changes, the caches do not lie.
class Base:
    made = 0
    name = "base"

    def __init__(self):
        Base.made += 1
        self.number = self.made


class Derived(Base):
    pass


print([Derived().number for _ in range(50)][-1], Base.made, Derived.made, Derived().made)
Derived.made = 1000
print([Derived().number for _ in range(50)][-1], Base.made, Derived.made)
del Derived.made
print(Derived.made, Derived().made)
Base.name = "changed"
print(Derived.name, Derived().name, Base().name)
Base.name = lambda self: "a method"
print(Derived().name(), Derived.name(1))


# Calls of all kinds by one instruction.
class C1:
    def f(self, *a):
        return ("method", a)


class C2:
    @staticmethod
    def f(*a):
        return ("static", a)


class C3:
    @classmethod
    def f(cls, *a):
        return (cls.__name__, a)


class C4(C3):
    pass


class C5:
    def __init__(self):
        self.f = lambda *a: ("slot", a)


class C6:
    f = dict


class C7:
    f = "not callable"


class C8:
    def __getattr__(self, name):
        return lambda *a: (name, a)


class C9:
    f = len


class List(list):
    def f(self):
        return ("list", len(self))


for round in range(2):
    for o in (C1(), C2(), C3(), C4(), C5(), C6(), C7(), C8(), List("abc"), C2, C3, C4, C6):
        print(twice(call, o))
print(twice(call, C1, "me"), twice(call, C9(), "four"))
c = C1()
print(twice(call, c, 1))
c.f = lambda *a: ("own", a)
print(twice(call, c, 1))
del c.f
print(twice(call, c, 1))
C1.f = C2.f
print(twice(call, c, 1)[0], len(twice(call, c, 1)[1]))
C1.f = classmethod(lambda cls: cls.__name__)
print(twice(call, c), twice(call, C1))
print([x.bit_length() for x in (1, 255, True)], [x.is_integer() for x in (1.0, 2.5)])


# Writing through one instruction.
class W1:
    pass


class W2:
    __slots__ = "x", "y"


class W3:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, (name, value))


class W4:
    def __init__(self):
        self.y = 0


class W5:
    @property
    def x(self):
        return self.hidden

    @x.setter
    def x(self, value):
        self.hidden = [value]


class W6(W1):
    x = 5


for round in range(3):
    for o in [W1(), W2(), W3(), W4(), W5(), W6(), W6, Plain(0)]:
        write(o, round)
        write(o, round + 1)
        print(o.x, end=" ")
    print()
print(show(write, 5, 1), show(write, Raising(), 1))


class Dying:
    def __init__(self, name, then=None):
        self.name, self.then = name, then

    def __del__(self):
        print("gone:", self.name)


def drop():
    Dying("outer").then = Dying("inner")
    print("after")
    o = Plain(Dying("first"))
    o.x = Dying("second")
    print("then")
    o.x = None


drop()


# A getter deletes its own property, raises, recurses.
class Odd:
    @property
    def once(self):
        del Odd.once
        return "once"

    @property
    def deep(self):
        self.depth -= 1
        return self.deep if self.depth else "deep"

    @property
    def bad(self):
        return 1 // self.zero

    @property
    def endless(self):
        return self.endless

    zero = 0


odd = Odd()
print(odd.once, hasattr(odd, "once"))
for depth in (1, 2, 50):
    odd.depth = depth
    print(odd.deep)
for _ in range(40):
    try:
        odd.bad
    except ZeroDivisionError as error:
        frames = []
        tb = error.__traceback__
        while tb:
            frames.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
print(frames)
try:
    odd.endless
except RecursionError as error:
    print("RecursionError")
print(sum(odd.zero + 1 for _ in range(10)))


# Attributes in a dict, hidden methods, setters, computed attributes of native types.
class InDict:
    shared = "class"

    def f(self):
        return "method"

    def __init__(self, **attributes):
        self.__dict__.update(attributes)


kinds = [InDict(x=1), InDict(y=2, x=3), InDict(y=4), InDict(f=lambda: "own")]
for round in range(2):
    for o in kinds:
        print(twice(read, o), twice(call, o), end=" ")
    print()
kinds[0].f = lambda: "own later"
print(twice(call, kinds[0]), twice(call, kinds[1]))
del kinds[0].f, kinds[0].x
print(twice(call, kinds[0]), twice(read, kinds[0]))
for o in kinds:
    write(o, "written")
    write(o, "again")
print([o.x for o in kinds], [list(o.__dict__) for o in kinds])
InDict.x = property(lambda self: "property")
print(twice(read, kinds[1]), "no setter" in show(write, kinds[1], 1))
del InDict.x
print(twice(read, kinds[1]))


class Named(list):
    def f(self):
        return "list " + str(len(self))


n, m = Named("ab"), Named("abc")
print(twice(call, n), twice(call, m))
m.f = lambda: "hidden"
print(twice(call, n), twice(call, m))
del m.f
print(twice(call, n), twice(call, m))


class Checked:
    log = []

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, value):
        if value < 0:
            raise ValueError("negative")
        self.log.append(value)
        self._x = value


checked = Checked()
for value in range(40):
    checked.x = value
checked.x += 2
print(checked.x, len(Checked.log), show(write, checked, -1), checked.x)
Checked.x = Checked.x.setter(lambda self, value: None)
write(checked, 77)
print(checked.x)


def arguments(error):
    return error.args


def class_name(o):
    return o.__class__.__name__


print([twice(arguments, e) for e in (ValueError(1), KeyError("k"), OSError(2, "two"))], show(arguments, 5))
print([twice(class_name, o) for o in (1, "s", checked, n, ValueError(), len, int, sys, None, 1.5)])
print([f.__name__ for f in (read, call, len, C1)], (3).real, (3.5).imag, twice(lambda: (4).numerator))
