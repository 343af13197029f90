from enum import Enum, auto, nonmember, member, property as eprop, EnumType, Flag
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius
    @property
    def ratio(self): return round(self.mass / self.radius, 3)
print(Planet.EARTH, Planet.EARTH.mass, Planet.MARS.ratio, repr(Planet.MARS), Planet((0.64, 3.39)))
class Coord(bytes, Enum):
    def __new__(cls, value, label):
        obj = bytes.__new__(cls, [value])
        obj._value_ = value
        obj.label = label
        return obj
    PX = (0, "x")
    PY = (1, "y")
print(Coord.PY.name, Coord.PY.label, Coord(1))
class Auto(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count)
    A = auto()
    B = auto()
print([m.value for m in Auto])
class Miss(Enum):
    X = "x"
    @classmethod
    def _missing_(cls, value):
        return cls.X if isinstance(value, str) and value.lower() == "x" else None
print(Miss("X"))
try: Miss("q")
except ValueError as e: print(e)
class Non(Enum):
    _ignore_ = ["tmp"]
    tmp = 5
    A = 1
    plain = nonmember(7)
    def method(self): return self.name
    fn = member(lambda self: 1)
    @classmethod
    def make(cls): return cls.A
print(list(Non)[0], Non.plain, Non.A.method(), Non.make(), len(Non), hasattr(Non, "tmp"))
F = Enum("F", "ANT BEE CAT"); print(list(F), F.BEE.value, F.__name__)
G = Enum("G", {"P": 1, "Q": 2}); print(list(G), Flag("H", ["A", "B", "C"]).C.value, list(Enum("J", ["A"], start=5)))
class Base(Enum):
    def hi(self): return f"hi {self.name}"
class Der(Base): Z = 1
print(Der.Z.hi(), isinstance(Der, EnumType), Der.Z.__class__.__mro__[1].__name__)
