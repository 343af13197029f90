from enum import IntEnum, StrEnum, auto, Enum
class Level(IntEnum):
    LOW = 1
    HIGH = 10
print(Level.LOW, repr(Level.LOW), Level.LOW + 1, Level.LOW < Level.HIGH, Level(10), sorted([Level.HIGH, Level.LOW]), f"{Level.LOW:03d}", "%d" % Level.HIGH, [0, 1, 2][Level.LOW])
class Word(StrEnum):
    FOO = auto()
    BAR = "bar!"
print(Word.FOO, repr(Word.BAR), Word.FOO == "foo", Word.BAR.upper(), f"{Word.FOO:*^9}", "x".join(Word))
try:
    class B(StrEnum): X = 1
except TypeError as e: print(e)
class Mixed(str, Enum):
    A = "a"
print(Mixed.A, repr(Mixed.A), Mixed.A == "a", f"{Mixed.A}")
class Fl(float, Enum):
    PI = 3.5
print(Fl.PI, repr(Fl.PI), Fl.PI * 2)
